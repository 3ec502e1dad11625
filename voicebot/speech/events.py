"""What the ear tells of a caller, in the order of one utterance; times are the caller's sound's."""

from __future__ import annotations

from dataclasses import dataclass

from voicebot.speech.hypotheses import Heard


@dataclass(frozen=True)
class Noticed:
    """Something that may be the caller's voice, since `at`; `near` if it stands out of the room.

    Told again when it comes to stand out.
    """

    at: float
    near: bool = True


@dataclass(frozen=True)
class Quiet:
    """What was noticed was too short to be speech, or a 嗯."""

    at: float


@dataclass(frozen=True)
class SpeechStarted:
    """The caller makes sounds like speech, since `at`."""

    at: float


@dataclass(frozen=True)
class Interrupted:
    """It is speech: known at `at`, while the caller speaks."""

    at: float


@dataclass(frozen=True)
class WordsHeard:
    """It has words, or more of them: known at `at`, while the caller speaks."""

    at: float


@dataclass(frozen=True)
class Utterance:
    """The caller has finished: what was heard, from when to when, and when that was decided."""

    heard: Heard
    started_at: float
    ended_at: float
    decided_at: float


@dataclass(frozen=True)
class SecretSpoken:
    """The caller says the PIN instead of keying it, since `at`. What was said is not kept."""

    at: float


@dataclass(frozen=True)
class LineNoisy:
    """Words get lost in the noise of this line; told once, before what was heard."""

    at: float


ListenerEvent = (
    LineNoisy
    | Noticed
    | Quiet
    | SpeechStarted
    | Interrupted
    | WordsHeard
    | Utterance
    | SecretSpoken
)
