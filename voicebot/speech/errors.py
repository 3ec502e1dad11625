"""What can go wrong with hearing and speaking; the message says what staff can do."""

from __future__ import annotations


class SpeechError(Exception):
    """The speech side cannot do what it was asked."""


class ModelMissing(SpeechError):
    """There is no recognition model where config.yaml says."""


class SoundFileUnreadable(SpeechError):
    """A sound file cannot be used."""


class NoSoundCard(SpeechError):
    """There is no microphone or loudspeaker."""
