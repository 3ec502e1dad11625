"""What happens to a session: the caller, the voice, the network and the clock."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """The caller pressed a key."""

    key: str
    at: float


@dataclass(frozen=True)
class Said:
    """The caller said something; `text` is empty when it was speech that was not understood.

    `others` is what else it may have been, the likeliest first.
    """

    text: str
    confidence: float
    started_at: float
    ended_at: float
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Noise:
    """What sounded like speech was nothing: the line goes on with what it was saying."""

    at: float


@dataclass(frozen=True)
class LineNoisy:
    """The line is so noisy that words get lost; told once a call."""

    at: float


@dataclass(frozen=True)
class SecretSpoken:
    """The caller began to say the PIN; what was said is not kept."""

    at: float


@dataclass(frozen=True)
class Speaking:
    """The caller has begun to speak: nobody speaks to them or counts their silence now."""

    at: float


@dataclass(frozen=True)
class PromptsFinished:
    """The bot has said everything."""

    at: float


# Noted in the call's log, from where the week counts how often it happens (A25).
PERSON_ANSWERED = "a person answered"


@dataclass(frozen=True)
class Transferred:
    """The answer of the network to a transfer."""

    ok: bool
    at: float


@dataclass(frozen=True)
class Tick:
    """The session's `deadline` has come."""

    at: float


Event = (
    Key | Said | Noise | LineNoisy | SecretSpoken | Speaking | PromptsFinished | Transferred | Tick
)
