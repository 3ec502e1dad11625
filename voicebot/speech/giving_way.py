"""How the bot gives way to whom it hears: joins what the ear tells to the mouth.

somebody, perhaps in the room     prompt ▇▇▇▃▃▃▇▇▇     softer until it is over
somebody near                     prompt ▇▇▇▁▁▁▁▁▁     silent at once, until it is answered
nearby, and still no words        prompt ▇▇▇▁▁▁▃▃▇     nobody is left in silence
"""

from __future__ import annotations

from voicebot.speech.events import (
    Interrupted,
    ListenerEvent,
    Noticed,
    Quiet,
    SecretSpoken,
    SpeechStarted,
    Utterance,
    WordsHeard,
)
from voicebot.speech.hypotheses import Heard
from voicebot.speech.interruption import is_back_channel
from voicebot.speech.speaker import Speaker

# So long the bot waits in silence for a first word; words come within half a second.
WORDLESS_S = 1.0
# And so long for the last one: longer than an order in one breath.
WORDS_S = 6.0
# Over a prompt, what is no likelier than this may have been anything: people in the room, far away.
# Of callers one sentence in a hundred is heard so badly.
LEAST_CONFIDENCE = 0.2


class GivingWay:
    """Tell it every event of the ear, in the ear's thread."""

    def __init__(self, speaker: Speaker) -> None:
        self._speaker = speaker
        self._sounds: Noticed | None = None

    def heard(self, event: ListenerEvent) -> None:
        """Makes the mouth softer or silent, or lets it go on."""
        match event:
            case Noticed():
                self._sounds = event
                self._give_way()
            case SpeechStarted() if self._sounds is None:
                self._sounds = Noticed(event.at)
            case Interrupted():
                self._speaker.hold(WORDLESS_S)
            case WordsHeard():
                self._speaker.hold(WORDS_S)
            case Quiet():
                self._sounds = None
                self._speaker.go_on()
            case Utterance(heard):
                self._sounds = None
                if self.is_meant(heard):
                    self._speaker.stop()
                else:
                    self._speaker.go_on()
            case SecretSpoken():
                self._sounds = None
                self._speaker.stop()

    def begins(self) -> None:
        """Something is about to be said: nobody is talked over."""
        self._give_way()

    def is_meant(self, heard: Heard) -> bool:
        """Whether it is to be answered; over a prompt a 嗯 is not, nor what may be anything."""
        if not self._speaker.playing or heard.unknown:
            return heard.any
        sure = heard.confidence >= LEAST_CONFIDENCE
        return bool(heard.text) and sure and not is_back_channel(heard.text)

    def _give_way(self) -> None:
        if self._sounds and self._sounds.near:
            self._speaker.hold(WORDLESS_S)
        elif self._sounds:
            self._speaker.duck()
