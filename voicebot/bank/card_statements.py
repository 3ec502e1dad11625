"""The arithmetic of credit card statements. Pure: entries and dates in, figures out.

      statement day          statement day             due day
──────────┤ ◀─ purchases ──────▶ ├─── repayments count ──▶ ┤
          closes (end of day)    closes: the bill
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

PERCENT = 100


@dataclass(frozen=True)
class MinimumRule:
    """At least `percent` of the bill and `floor_fen`; all of a bill that is smaller."""

    percent: int
    floor_fen: int

    def of(self, bill_fen: int) -> int:
        """What must be paid of a bill in fen, rounded up."""
        share_fen = -(-bill_fen * self.percent // PERCENT)
        return min(bill_fen, max(share_fen, self.floor_fen))


@dataclass(frozen=True)
class Statement:
    """The bill in fen, and what of it and of its minimum is still open after `paid_fen`."""

    closed_on: date
    due_on: date
    bill_fen: int
    minimum_fen: int
    paid_fen: int

    @property
    def open_fen(self) -> int:
        """What is left of the bill."""
        return max(self.bill_fen - self.paid_fen, 0)

    @property
    def open_minimum_fen(self) -> int:
        """What is left of the minimum."""
        return max(self.minimum_fen - self.paid_fen, 0)


def last_closing(today: date, statement_day: int) -> date:
    """The last statement day that is over; ValueError for a day that some month does not have."""
    if not 1 <= statement_day <= 28:
        raise ValueError("a statement day is one that every month has")
    this_month = today.replace(day=statement_day)
    if this_month < today:
        return this_month
    last_of_previous = today.replace(day=1) - timedelta(days=1)
    return last_of_previous.replace(day=statement_day)


def last_statement(
    entries: Iterable[tuple[datetime, int]],
    today: date,
    *,
    statement_day: int,
    due_days: int,
    minimum: MinimumRule,
) -> Statement:
    """The statement that closed last, from all entries of the card: (when, fen).

    Purchases are below zero, repayments above.
    """
    closed_on = last_closing(today, statement_day)
    balance_fen = paid_fen = 0
    for at, amount_fen in entries:
        if at.date() <= closed_on:
            balance_fen += amount_fen
        elif amount_fen > 0:
            paid_fen += amount_fen
    bill_fen = max(-balance_fen, 0)
    due_on = closed_on + timedelta(days=due_days)
    return Statement(closed_on, due_on, bill_fen, minimum.of(bill_fen), paid_fen)
