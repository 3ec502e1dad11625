"""What a counterparty may answer: done, refused, or nothing; nothing is never taken for a no."""

from __future__ import annotations

from dataclasses import dataclass

# A caller is waiting. Longer than this and the outcome is told by SMS.
ANSWER_WITHIN_S = 2.5


@dataclass(frozen=True)
class Done:
    """It was carried out; `number` is the counterparty's own number for it, "" if it gives none."""

    number: str = ""


class Refused(Exception):
    """A definite no: it was not and will not be carried out. `reason` is a word for programs."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"refused: {reason}")
        self.reason = reason


class NoAnswer(Exception):
    """Nobody knows yet: too slow, unreachable, still at work, or an answer that makes no sense."""
