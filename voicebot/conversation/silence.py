"""The caller's silence: how long it may last, and what is said when it has lasted too long.

    prompt ends ── silence_s ──▶ warning 1 ── warning_silence_s ──▶ warning 2 … ──▶ farewell

A word, a key or a sound that may become a word begins it anew (A3, A4).
"""

from __future__ import annotations

from voicebot.config import ConversationSettings

# How often a silent caller hears a new wording before the last one is repeated.
WORDINGS = 3


class Silence:
    """Times in seconds on the session's clock."""

    def __init__(self, settings: ConversationSettings) -> None:
        self._settings = settings
        self._broken = 0
        self._allowed_s = settings.silence_s
        self._since: float | None = None

    def begins(self, at: float) -> None:
        """Nobody speaks any more."""
        self._since = at

    def ends(self) -> None:
        """Somebody speaks: the caller, perhaps, or the bot."""
        self._since = None

    def caller_is_there(self) -> None:
        """The caller spoke or keyed: the next silence is the first one."""
        self._broken = 0
        self._allowed_s = self._settings.silence_s

    def ends_at(self, held_s: float | None, unlimited: bool) -> float | None:
        """When it has lasted too long, or a held caller (`held_s`) is to hear how things stand."""
        if self._since is None:
            return None
        if held_s is not None:
            return self._since + held_s
        return None if unlimited else self._since + self._allowed_s

    def breaks(self) -> str | None:
        """The response that is said now; None when the caller has been warned often enough."""
        self._broken += 1
        self._since = None
        if self._broken > self._settings.warnings:
            return None
        self._allowed_s = self._settings.warning_silence_s
        return f"session_silence_{min(self._broken, WORDINGS)}"
