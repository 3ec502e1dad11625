"""How a customer wants to be spoken to, kept from call to call.

A registered number is enough to be spoken to as one likes; whoever names a customer's card from
another phone has to show the PIN first.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from voicebot.bank import customers
from voicebot.bank.tables import Call, Customer, Preference


@dataclass(frozen=True)
class Preferences:
    """`rate` is times the recorded speed; `wording` terse, normal or detailed; `earcons` are the
    short sounds beside speech; `unlimited` callers are never warned nor hung up for their silence.
    """

    rate: float = 1.0
    wording: str = "normal"
    earcons: bool = True
    unlimited: bool = False


def of_caller(db: Session, call_id: str, caller_number: str) -> Preferences | None:
    """What the caller once chose; None for a stranger and for who never chose."""
    customer_id = _customer_id(db, call_id, caller_number)
    row = db.get(Preference, customer_id) if customer_id else None
    return row and Preferences(row.rate, row.wording, row.earcons, row.unlimited)


def keep(db: Session, call_id: str, caller_number: str, chosen: Preferences) -> None:
    """Writes down what the caller chose; nothing for a stranger."""
    customer_id = _customer_id(db, call_id, caller_number)
    if customer_id:
        db.merge(Preference(customer_id=customer_id, **asdict(chosen)))
        db.flush()


def _customer_id(db: Session, call_id: str, caller_number: str) -> int | None:
    call = db.get(Call, call_id)
    if call and call.customer_id:
        customer = db.get(Customer, call.customer_id)
        return customer.id if call.authenticated_at or customer.phone == caller_number else None
    customer = customers.by_phone(db, caller_number)
    return customer.id if customer else None
