"""Who calls: found by the phone number, or by a card or phone number that they key or say."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import Account, Card, Customer

PHONE_DIGITS = 11


def by_phone(db: Session, phone: str) -> Customer | None:
    """The customer whose registered number this is."""
    return db.execute(select(Customer).where(Customer.phone == phone)).scalar_one_or_none()


def by_identifier(db: Session, digits: str) -> Customer | None:
    """The customer with this card number, or with this registered phone number."""
    if len(digits) == PHONE_DIGITS:
        return by_phone(db, digits)
    query = (
        select(Customer)
        .join(Account, Account.customer_id == Customer.id)
        .join(Card, Card.account_id == Account.id)
        .where(Card.number == digits)
    )
    return db.execute(query).scalar_one_or_none()


def card_of(db: Session, customer_id: int) -> Card:
    """The card that the customer's PIN belongs to."""
    query = (
        select(Card)
        .join(Account, Card.account_id == Account.id)
        .where(Account.customer_id == customer_id)
        .order_by(Card.id)
    )
    return db.execute(query).scalars().first()
