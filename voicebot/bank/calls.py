"""What the bank knows about a call: its customer, and how surely. The dialogue cannot change it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from voicebot.bank import agreements, customers
from voicebot.bank.errors import ChannelLocked, NotAuthenticated, NotSigned
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Call

# How surely the caller is known, and for how much: not at all, by a number, by the end of a
# document, by the PIN, by that and a contract for transfers signed at a branch.
Level = Literal["unknown", "known", "document", "pin", "signed"]

# A turn that is noted is written through to the disk, and the caller waits for that; who was last
# noted this long ago may be asked for the PIN this much earlier than the rule says, never later.
NOTED_EVERY = timedelta(seconds=20)


def open_call(db: Session, call_id: str, caller_number: str, now: datetime) -> Call:
    """The call begins; a registered phone number makes its customer known. Idempotent."""
    call = db.get(Call, call_id)
    if call is None:
        call = Call(id=call_id, caller_number=caller_number, began_at=now)
        db.add(call)
        customer = customers.by_phone(db, caller_number)
        if customer:
            _name(db, call, customer.id)
        db.flush()
    return call


def identify(
    db: Session, call_id: str, customer_id: int, *, named_by_document: bool = False
) -> None:
    """The caller named a number of this customer; any earlier PIN or answer counts no more."""
    call = _call(db, call_id)
    _name(db, call, customer_id)
    call.authenticated_at = None
    call.document_checked_at = None
    call.named_by_document = named_by_document
    db.flush()


def level(db: Session, call_id: str) -> Level:
    """How surely the caller is known; "unknown" for a call that was never opened."""
    call = db.get(Call, call_id)
    if call is None or call.customer_id is None:
        return "unknown"
    if call.authenticated_at is None:
        return "known" if call.document_checked_at is None else "document"
    signed = agreements.has_signed(db, call.customer_id, agreements.TRANSFERS)
    return "signed" if signed else "pin"


def is_authenticated(db: Session, call_id: str) -> bool:
    """Whether the caller has shown the PIN, with a contract for transfers or without."""
    call = db.get(Call, call_id)
    return call is not None and call.customer_id is not None and call.authenticated_at is not None


def take_turn(db: Session, call_id: str, now: datetime) -> None:
    """The caller said or keyed something; after too long without it the PIN counts no more."""
    call = db.get(Call, call_id)
    if call is None:
        return
    lasts = timedelta(minutes=rules_of(db).security.pin_lasts_minutes)
    since = max(filter(None, (call.last_turn_at, call.authenticated_at)), default=now)
    if now - since > lasts:
        call.authenticated_at = None
    if now - (call.last_turn_at or call.began_at) >= NOTED_EVERY:
        call.last_turn_at = now
    db.flush()


def knows_document(db: Session, call_id: str) -> bool:
    """Whether the caller knew the end of a document, with or without the PIN."""
    call = db.get(Call, call_id)
    return call is not None and call.document_checked_at is not None


def verified_customer(db: Session, call_id: str) -> int:
    """The id of the customer who showed in this call the PIN or knew the end of a document.

    Raises NotAuthenticated without either. A locked PIN does not matter here: who reports a card
    lost must not be kept from it.
    """
    call = db.get(Call, call_id)
    if call is None or level(db, call_id) in ("unknown", "known"):
        raise NotAuthenticated("this needs the PIN or the end of a document")
    return int(call.customer_id)


def authenticated_customer(db: Session, call_id: str) -> int:
    """The id of the customer who showed the PIN in this call.

    Raises NotAuthenticated without the PIN, ChannelLocked if the card was locked since.
    """
    call = db.get(Call, call_id)
    if call is None or call.customer_id is None or call.authenticated_at is None:
        raise NotAuthenticated("this needs the PIN")
    refuse_locked(db, call.customer_id)
    return int(call.customer_id)


def signed_customer(db: Session, call_id: str) -> int:
    """The id of the customer who showed the PIN and has signed for transfers to others.

    Raises NotSigned, and as `authenticated_customer`.
    """
    customer_id = authenticated_customer(db, call_id)
    if not agreements.has_signed(db, customer_id, agreements.TRANSFERS):
        raise NotSigned("the customer has not signed for transfers")
    return customer_id


def refuse_locked(db: Session, customer_id: int) -> None:
    """Raises ChannelLocked if the customer's card is closed to the telephone."""
    if customers.card_of(db, customer_id).locked:
        raise ChannelLocked("the card is locked for the telephone")


def _name(db: Session, call: Call, customer_id: int) -> None:
    call.customer_id = customer_id
    call.card_id = customers.card_of(db, customer_id).id


def _call(db: Session, call_id: str) -> Call:
    call = db.get(Call, call_id)
    if call is None:
        raise NotAuthenticated("the call is not known to the bank")
    return call
