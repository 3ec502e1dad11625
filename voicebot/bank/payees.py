"""Payees that customers have signed at a branch."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import Payee


def signed(db: Session, customer_id: int) -> list[Payee]:
    """The customer's payees, in the order in which they were signed."""
    query = select(Payee).where(Payee.customer_id == customer_id).order_by(Payee.id)
    return list(db.execute(query).scalars())
