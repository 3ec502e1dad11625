"""The PIN: Argon2 hashes, three wrong in a row lock the telephone channel for the card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy.orm import Session

from voicebot.bank.tables import Call, Card

WRONG_PINS_ALLOWED = 3

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)  # OWASP's minimum


@dataclass(frozen=True)
class PinResult:
    """`attempts_left` is how many more wrong PINs the card takes before it is locked."""

    outcome: Literal["correct", "wrong", "locked"]
    attempts_left: int


def hash_pin(pin: str) -> str:
    """The Argon2id hash to store."""
    return _hasher.hash(pin)


def verify_pin(db: Session, call_id: str, pin: str, now: datetime) -> PinResult:
    """Whether the PIN is that of the card identified in the call; counts, locks and remembers.

    A call without a customer gets the same answers as one with, so nobody learns who is one.
    """
    call = db.get(Call, call_id)
    card = db.get(Card, call.card_id) if call and call.card_id else None
    if card is None:
        return PinResult("wrong", WRONG_PINS_ALLOWED - 1)
    if card.locked:
        return PinResult("locked", 0)
    try:
        _hasher.verify(card.pin_hash, pin)
    except VerificationError:
        card.wrong_pins += 1
        card.locked = card.wrong_pins >= WRONG_PINS_ALLOWED
        call.authenticated_at = None
        db.flush()
        left = WRONG_PINS_ALLOWED - card.wrong_pins
        return PinResult("locked", 0) if card.locked else PinResult("wrong", left)
    card.wrong_pins = 0
    call.authenticated_at = now
    db.flush()
    return PinResult("correct", WRONG_PINS_ALLOWED)
