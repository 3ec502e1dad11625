"""What can go wrong in the studio; the message says what staff can do."""

from __future__ import annotations

from voicebot.speech.errors import SpeechError


class StudioError(SpeechError):
    """The studio cannot do what it was asked."""
