"""The PIN: Argon2 hashes; too many wrong in a row lock the telephone channel for the card.

Every wrong PIN, lock and unlock is written down with who did it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from voicebot.bank.errors import UnknownRequest
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Account, Call, Card, PinEvent

WRONG, LOCKED, UNLOCKED = "wrong", "locked", "unlocked"
WRONG_PINS = (
    select(func.count())
    .select_from(PinEvent)
    .join(Card, Card.id == PinEvent.card_id)
    .join(Account, Account.id == Card.account_id)
    .where(
        Account.customer_id == bindparam("customer"),
        PinEvent.event == WRONG,
        PinEvent.at >= bindparam("since"),
    )
)

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum


@dataclass(frozen=True)
class PinResult:
    """`attempts_left` is how many more wrong PINs the card takes before it is locked."""

    outcome: Literal["correct", "wrong", "locked"]
    attempts_left: int


def hash_pin(pin: str) -> str:
    """The Argon2id hash to store."""
    return hasher.hash(pin)


def verify_pin(db: Session, call_id: str, pin: str, now: datetime) -> PinResult:
    """Whether the PIN is that of the card identified in the call; counts, locks and remembers.

    A call without a customer gets the same answers as one with, so nobody learns who is one.
    """
    allowed = rules_of(db).security.wrong_pins
    call = db.get(Call, call_id)
    card = db.get(Card, call.card_id) if call and call.card_id else None
    if card is None:
        return PinResult("wrong", allowed - 1)
    if card.locked:
        return PinResult("locked", 0)
    try:
        hasher.verify(card.pin_hash, pin)
    except VerificationError:
        call.authenticated_at = None
        card.wrong_pins += 1
        _write_down(db, card, WRONG, call_id, now)
        if card.wrong_pins < allowed:
            return PinResult("wrong", allowed - card.wrong_pins)
        lock(db, card, call_id, now)
        return PinResult("locked", 0)
    card.wrong_pins = 0
    call.authenticated_at = now
    db.flush()
    return PinResult("correct", allowed)


def wrong_pins(db: Session, customer_id: int, since: datetime) -> int:
    """How many wrong PINs were keyed for the customer's cards since then."""
    return int(db.execute(WRONG_PINS, {"customer": customer_id, "since": since}).scalar_one())


def lock(db: Session, card: Card, by: str, now: datetime) -> None:
    """Closes the telephone channel for the card, in other calls too, from now on."""
    card.locked = True
    _write_down(db, card, LOCKED, by, now)


def unlock(db: Session, card: Card, by: str, now: datetime) -> None:
    """A member of staff opens it again; the wrong PINs are forgiven."""
    card.locked, card.wrong_pins = False, 0
    _write_down(db, card, UNLOCKED, by, now)


def card_by_tail(db: Session, tail: str) -> Card:
    """The card whose number ends so (a whole number too); UnknownRequest if none or several do."""
    found = list(db.execute(select(Card).where(Card.number.endswith(tail))).scalars())
    if len(found) != 1:
        raise UnknownRequest(
            f"{len(found) or 'no'} cards end with {tail[-4:]}; write "
            f"{'more digits' if found else 'the last four digits of a card'}"
        )
    return found[0]


def history(db: Session, card: Card) -> list[PinEvent]:
    """What was written down about the card's PIN, the oldest first."""
    query = select(PinEvent).where(PinEvent.card_id == card.id).order_by(PinEvent.id)
    return list(db.execute(query).scalars())


def _write_down(db: Session, card: Card, event: str, by: str, now: datetime) -> None:
    db.add(PinEvent(card_id=card.id, event=event, by=by, at=now))
    db.flush()
