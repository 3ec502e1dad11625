"""How the bot gives way to whom it hears: joins what the ear tells to the mouth.

somebody, perhaps in the room     prompt ▇▇▇▃▃▃▇▇▇     softer until it is over
somebody near                     prompt ▇▇▇▁▁▁▁▁▁     silent at once, until it is answered
nearby, and no words, or no more  prompt ▇▇▇▁▁▁▃▃▇     nobody is left in silence
"""

from __future__ import annotations

from voicebot.speech.events import (
    Interrupted,
    ListenerEvent,
    Noticed,
    Quiet,
    SecretSpoken,
    Utterance,
    WordsHeard,
)
from voicebot.speech.interruption import interrupts
from voicebot.speech.speaker import Speaker

# So long the bot waits in silence for a first word; words come within half a second.
WORDLESS_S = 1.0
# So long for the next one, but no longer in all than anybody's sentence: a television goes on.
WORDS_S, SENTENCE_S = 4.0, 12.0


class GivingWay:
    """Tell it every event of the ear, in the ear's thread."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        # What may be a caller now, and how long the bot would be silent for it.
        self._sounds: Noticed | None = None
        self._patience_s = WORDLESS_S

    def heard(self, event: ListenerEvent) -> None:
        """Makes the mouth softer or silent, or lets it go on."""
        match event:
            case Noticed():
                self._sounds = event
                self._give_way()
            case Interrupted(at):
                self._is_near(at)
                self._give_way()
            case WordsHeard(at):
                silent_s = at - self._is_near(at)
                self._patience_s = min(silent_s + WORDS_S, SENTENCE_S)
                self._give_way()
            case Utterance() if self.is_meant(event):
                self._is_over()
                self._speaker.stop()
            case Quiet() | Utterance():
                self._is_over()
                self._speaker.go_on()
            case SecretSpoken():
                self._is_over()
                self._speaker.stop()

    def begins(self) -> None:
        """Something is about to be said: nobody is talked over."""
        self._give_way()

    def is_meant(self, said: Utterance) -> bool:
        """Whether it is something to answer; while we speak, not everything is."""
        return interrupts(said) if self._speaker.playing else said.heard.any

    def _is_near(self, at: float) -> float:
        """Whoever is heard speaks to us, known `at`; since when the bot is silent for them."""
        if not self._sounds or not self._sounds.near:
            self._sounds = Noticed(at)
        return self._sounds.at

    def _give_way(self) -> None:
        if self._sounds and self._sounds.near:
            self._speaker.hold(self._patience_s)
        elif self._sounds:
            self._speaker.duck()

    def _is_over(self) -> None:
        self._sounds, self._patience_s = None, WORDLESS_S
