"""How the caller of one call is spoken to: their profile, and what they asked for in this call."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from voicebot.bank.preferences import Preferences
from voicebot.conversation.commands import SpokenCommand
from voicebot.speech.wording import WORDINGS

RATE_STEP = 1.25
SLOWEST, FASTEST = 0.5, 2.0


class Manner:
    """`preferences` are what holds now: what was asked for in this call wins over the profile."""

    def __init__(self, usual: Preferences) -> None:
        """`usual` is for callers without a profile."""
        self.preferences = usual
        self._asked_for: dict[str, Any] = {}

    @property
    def asked_for(self) -> bool:
        """Whether the caller asked for anything in this call."""
        return bool(self._asked_for)

    def recognise(self, profile: Preferences) -> None:
        """The caller turned out to be a customer with this profile."""
        self.preferences = replace(profile, **self._asked_for)

    def obey(self, command: SpokenCommand) -> str:
        """Changes what the command asks for; returns the response that acknowledges it."""
        now = self.preferences
        match command:
            case "slower":
                return self._speak_at(now.rate / RATE_STEP, "session_slower", "session_slowest")
            case "faster":
                return self._speak_at(now.rate * RATE_STEP, "session_faster", "session_fastest")
            case "terser":
                self._change(wording=WORDINGS[max(WORDINGS.index(now.wording) - 1, 0)])
            case "more_detailed":
                longest = len(WORDINGS) - 1
                self._change(wording=WORDINGS[min(WORDINGS.index(now.wording) + 1, longest)])
            case "unlimited" | "limited":
                self._change(unlimited=command == "unlimited")
            case "earcons_on" | "earcons_off":
                self._change(earcons=command == "earcons_on")
        return f"session_{command}"

    def _speak_at(self, rate: float, acknowledgement: str, at_the_end: str) -> str:
        allowed = min(max(rate, SLOWEST), FASTEST)
        unchanged = allowed == self.preferences.rate
        self._change(rate=allowed)
        return at_the_end if unchanged else acknowledgement

    def _change(self, **items: Any) -> None:
        self._asked_for |= items
        self.preferences = replace(self.preferences, **items)
