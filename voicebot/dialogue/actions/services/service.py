"""What a service of the bank is to a flow: a read-back before the yes, a deed after it.

read_back ─▶ Spoken    the slots of the flow's `confirm`      or Refusal: why it cannot be done
do        ─▶ Outcome   the slots of the flow's `done`         or Refusal
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voicebot.bank import accounts, payments
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.language.money import read_money

__all__ = ["Outcome", "Refusal", "Service", "Spoken", "Values", "check_funds", "told"]

Values = dict[str, Any]
Spoken = dict[str, str]


@dataclass(frozen=True)
class Outcome:
    """`repeated` if this confirmation had done it already; `response` replaces the flow's `done`
    where it ended in another way (it is pending, say).
    """

    spoken: Spoken
    repeated: bool = False
    response: str = ""


@dataclass(frozen=True)
class Service:
    """`do` acts once per confirmation. Both may also raise any BankError that `tasks` explains."""

    read_back: Callable[[Session, int, Values, datetime], Spoken]
    do: Callable[[Session, int, Values, Confirmation], Outcome]


def check_funds(db: Session, customer_id: int, amount_fen: int, now: datetime) -> None:
    """Refuses before the yes what would be refused after it."""
    payments.check(db, accounts.main_account(db, customer_id).id, amount_fen, now)


def told(receipt: Receipt) -> Spoken:
    """What every receipt says: the amount and the balance."""
    return {"amount": read_money(receipt.amount_fen), "balance": read_money(receipt.balance_fen)}
