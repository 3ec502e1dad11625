"""What a check of the books found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Finding:
    """Something in the books that is not as it must be, and what staff do about it."""

    problem: str
    to_do: str

    def __str__(self) -> str:
        return f"{self.problem}: {self.to_do}"


def yuan(amount_fen: int) -> str:
    """An amount as staff read it."""
    sign = "-" if amount_fen < 0 else ""
    return f"{sign}{abs(amount_fen) // 100}.{abs(amount_fen) % 100:02d} yuan"
