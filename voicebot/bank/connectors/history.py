"""What has happened on accounts, as the core-banking system tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Direction = Literal["in", "out", "any"]


@dataclass(frozen=True)
class AccountEntry:
    """One line of an account; `amount_fen` is negative for money that left it."""

    at: datetime
    text: str
    amount_fen: int


@dataclass(frozen=True)
class Search:
    """`first` and `last` are days, both counted; without them at any time.

    An entry's text has one of `words`, if any.
    """

    first: date = date.min
    last: date = date.max
    words: tuple[str, ...] = ()
    direction: Direction = "any"


@dataclass(frozen=True)
class Sums:
    """How many entries were found, and how much they brought and took, both positive."""

    count: int
    in_fen: int
    out_fen: int


@dataclass(frozen=True)
class Movement:
    """What was posted on an account under this key; negative for money that left it."""

    at: datetime
    idempotency_key: str
    amount_fen: int
