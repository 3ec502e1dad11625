"""Who calls: found by the phone number, or by another number of theirs that they key or say."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from voicebot.bank.tables import (
    Account,
    Card,
    CreditCard,
    Customer,
    IdentityDocument,
    Passbook,
)

PHONE_DIGITS = 11
CARDS = (
    select(Card)
    .join(Account, Card.account_id == Account.id)
    .where(Account.customer_id == bindparam("customer"))
    .order_by(Card.id)
)


def by_phone(db: Session, phone: str) -> Customer | None:
    """The customer whose registered number this is."""
    return db.execute(select(Customer).where(Customer.phone == phone)).scalar_one_or_none()


def by_identifier(db: Session, digits: str) -> Customer | None:
    """The customer with this card, passbook or ID number, or this registered phone number.

    The letter at the end of an ID number is left out: no keypad has it.
    """
    if len(digits) == PHONE_DIGITS:
        return by_phone(db, digits)
    document = or_(IdentityDocument.number == digits, IdentityDocument.number == digits + "X")
    holders = (
        *(_owner(table).where(table.number == digits) for table in (Card, Passbook)),
        select(CreditCard.customer_id).where(CreditCard.number == digits),
        select(IdentityDocument.customer_id).where(document),
    )
    for holder in holders:
        customer_id = db.execute(holder).scalar_one_or_none()
        if customer_id is not None:
            return db.get(Customer, customer_id)
    return None


def _owner(table: type[Card] | type[Passbook]) -> Any:
    return select(Account.customer_id).join(table, table.account_id == Account.id)


def card_of(db: Session, customer_id: int) -> Card:
    """The card that the customer's PIN belongs to."""
    return db.execute(CARDS, {"customer": customer_id}).scalars().first()
