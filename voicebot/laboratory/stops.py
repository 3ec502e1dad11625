"""When a prompt was stopped, as the ear tells: once for each that speaks, or seems to."""

from __future__ import annotations

from voicebot.speech.events import Interrupted, ListenerEvent, Utterance, WordsHeard
from voicebot.speech.interruption import interrupts


class Stops:
    """Tell it every event of the ear while a prompt is said."""

    def __init__(self) -> None:
        self.at: list[float] = []
        self._told_of_speech = False

    def told(self, event: ListenerEvent) -> None:
        """Notes the time if it stops the prompt."""
        match event:
            case Interrupted(at) | WordsHeard(at):
                self._stop(at)
            case Utterance(decided_at=at):
                if interrupts(event):
                    self._stop(at)
                self._told_of_speech = False

    def _stop(self, at: float) -> None:
        if not self._told_of_speech:
            self.at.append(at)
        self._told_of_speech = True
