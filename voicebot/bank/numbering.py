"""Numbers that callers write down: the day and a count within it, 261124001."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute


def next_number(db: Session, column: InstrumentedAttribute[str], at: datetime) -> str:
    """The next number of the day in a unique `column`: year, month, day, count."""
    day = f"{at:%y%m%d}"
    taken = select(func.count()).where(column.startswith(day))
    return f"{day}{db.execute(taken).scalar_one() + 1:03d}"
