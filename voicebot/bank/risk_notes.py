"""What the risk rules caught, for staff: nothing was done, a person has to look at it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from voicebot.bank.tables import Customer, RiskNote

# What fits into a note.
REASONS_LENGTH = 400


def write(
    db: Session, *, call_id: str, customer_id: int | None, reasons: str, at: datetime
) -> None:
    """Notes why something was handed to a person; `reasons` names what, and the rules."""
    note = RiskNote(
        call_id=call_id, customer_id=customer_id, reasons=reasons[:REASONS_LENGTH], at=at
    )
    db.add(note)
    db.flush()


def since(db: Session, first: datetime) -> list[tuple[RiskNote, Customer]]:
    """The notes from `first` on and whose they are, the newest first."""
    query = (
        select(RiskNote, Customer)
        .join(Customer, Customer.id == RiskNote.customer_id)
        .where(RiskNote.at >= first)
        .order_by(desc(RiskNote.at))
    )
    return [tuple(row) for row in db.execute(query)]
