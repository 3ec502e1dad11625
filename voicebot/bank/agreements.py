"""Services that customers sign for at a branch before the telephone does them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank.tables import SignedService

# Sending money to signed payees.
TRANSFERS = "transfers"


def has_signed(db: Session, customer_id: int, service: str) -> bool:
    """Whether the customer has signed for it."""
    return db.get(SignedService, (customer_id, service)) is not None


def sign(db: Session, customer_id: int, service: str, at: datetime) -> None:
    """The customer has signed at a branch; signing again changes nothing."""
    if not has_signed(db, customer_id, service):
        db.add(SignedService(customer_id=customer_id, service=service, signed_at=at))
        db.flush()
