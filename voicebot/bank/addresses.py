"""Addresses that customers saved at a branch, under a name of their own (家里, 店里)."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import CustomerAddress


def saved(db: Session, customer_id: int) -> Sequence[CustomerAddress]:
    """The customer's addresses, the first saved first."""
    query = select(CustomerAddress).where(CustomerAddress.customer_id == customer_id)
    return list(db.execute(query.order_by(CustomerAddress.id)).scalars())


def by_id(db: Session, address_id: int) -> CustomerAddress:
    """The address; NoResultFound if there is none."""
    query = select(CustomerAddress).where(CustomerAddress.id == address_id)
    return db.execute(query).scalar_one()
