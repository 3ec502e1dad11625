"""The branches."""

from __future__ import annotations

from datetime import time

from sqlalchemy.orm import Session

from voicebot.bank.tables import Branch

BRANCHES = (
    ("鼓楼支行", "鼓楼街一号"),
    ("西夏支行", "怀远路二十号"),
    ("金凤支行", "正源街八号"),
)


def seed(db: Session) -> None:
    """All with the same hours and two counters."""
    for name, address in BRANCHES:
        db.add(
            Branch(
                name=name,
                address=address,
                weekday_opens=time(9),
                weekday_closes=time(17),
                weekend_opens=time(9, 30),
                weekend_closes=time(16),
                counters=2,
            )
        )
