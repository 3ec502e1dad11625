"""Payees that customers have signed at a branch."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voicebot.bank.tables import Customer, Payee


def signed(db: Session, customer_id: int) -> list[Payee]:
    """The customer's payees, in the order in which they were signed."""
    customer = db.get(Customer, customer_id)
    return list(customer.payees) if customer else []
