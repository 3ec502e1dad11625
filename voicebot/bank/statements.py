"""What billers and merchants say that they booked: a CSV file a day and counterparty.

    FOLDER/water-2026-11-23.csv
    counterparty,reference,amount_fen,at
    water,5f0c…,4230,2026-11-23T10:15:02

`reference` is the idempotency key that the bank sent; what went back to the bank is negative.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from voicebot.bank.errors import BadStatement

FIELDS = ("counterparty", "reference", "amount_fen", "at")


@dataclass(frozen=True)
class StatementLine:
    """One booking of a counterparty."""

    counterparty: str
    reference: str
    amount_fen: int
    at: datetime


def read_statements(folder: Path, day: date) -> list[StatementLine]:
    """All lines of that day's files; BadStatement names the file and line that cannot be read."""
    return [line for path in sorted(folder.glob(f"*-{day}.csv")) for line in _read(path)]


def counterparties(folder: Path) -> set[str]:
    """Who has ever sent a statement, and so sends one for every day with bookings."""
    return {path.name[: -len("-2026-11-23.csv")] for path in folder.glob("*-????-??-??.csv")}


def _read(path: Path) -> list[StatementLine]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file)
            if tuple(rows.fieldnames or ()) != FIELDS:
                raise BadStatement(path, 1, f"the first line is not {','.join(FIELDS)}")
            return [_line(path, rows.line_num, row) for row in rows]
    except (UnicodeDecodeError, csv.Error) as error:
        raise BadStatement(path, None, str(error)) from error


def _line(path: Path, number: int, row: dict[str, str]) -> StatementLine:
    try:
        return StatementLine(
            row["counterparty"],
            row["reference"],
            int(row["amount_fen"]),
            datetime.fromisoformat(row["at"]),
        )
    except (TypeError, ValueError) as error:
        raise BadStatement(path, number, str(error)) from error
