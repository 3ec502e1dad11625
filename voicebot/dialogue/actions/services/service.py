"""What a service of the bank is to a flow: a read-back before the yes, a deed after it.

look_up   ─▶ Values    what must be asked outside the bank first, if anything
read_back ─▶ Spoken    the slots of the flow's `confirm`      or Refusal: why it cannot be done
do        ─▶ Outcome   the slots of the flow's `done`         or Refusal
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voicebot.bank import accounts, instruction_outcomes, payments
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import Receipt
from voicebot.bank.instructions import Given
from voicebot.bank.tables import Instruction
from voicebot.dialogue.actions.answers.answer import Context
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.language.money import read_money

__all__ = [
    "Confirm",
    "Outcome",
    "Refusal",
    "Service",
    "Spoken",
    "Values",
    "check_funds",
    "instructed",
    "told",
]

Values = dict[str, Any]
Spoken = dict[str, str]
Confirm = Callable[[Session, int, Values, datetime], str]


@dataclass(frozen=True)
class Outcome:
    """`repeated` if this confirmation had done it already; `response` replaces the flow's `done`
    where it ended in another way (it is pending, say).

    `noted` are the numbers of bank outcomes that this one tells.
    `instruction_id` is what a counterparty is to be told after this transaction (see `outside`);
    `then` is what the flow's `then` begins with; without it that flow is not offered; `approval` is
    the request that a second person must decide first (`bank.approvals`).
    """

    spoken: Spoken
    repeated: bool = False
    response: str = ""
    noted: tuple[int, ...] = ()
    instruction_id: int | None = None
    then: Values | None = None
    approval: int = 0


def nothing(_context: Context) -> Values:
    """What most services look up outside the bank."""
    return {}


def as_in_flow(db: Session, customer_id: int, values: Values, now: datetime) -> str:
    """The read-back is said as the flow has it."""
    return ""


@dataclass(frozen=True)
class Service:
    """`do` acts once per confirmation. Both may also raise any BankError that `tasks` explains.

    What `look_up` finds goes beside the caller's values, anew before every read-back; `confirm`,
    asked next, may name another response for the read-back than the flow's, or refuse.
    """

    read_back: Callable[[Session, int, Values, datetime], Spoken]
    do: Callable[[Session, int, Values, Confirmation], Outcome]
    look_up: Callable[[Context], Values] = nothing
    confirm: Confirm = as_in_flow


def check_funds(
    db: Session, customer_id: int, amount_fen: int, now: datetime, account_id: int | None = None
) -> None:
    """Refuses before the yes what would be refused after it; the main account if none is named."""
    payments.check(db, accounts.movable(db, customer_id, account_id).id, amount_fen, now)


def told(receipt: Receipt) -> Spoken:
    """What every receipt says: the amount and the balance."""
    return {"amount": read_money(receipt.amount_fen), "balance": read_money(receipt.balance_fen)}


def instructed(db: Session, given: Given, spoken: Spoken, then: Values | None = None) -> Outcome:
    """The outcome of something that a counterparty does: done, refused, or not known yet.

    `then` is offered only after what was done.
    """
    instruction = db.get(Instruction, given.instruction_id)
    balance_fen = accounts.balance_fen(db, instruction.account_id)
    spoken = spoken | {
        "amount": read_money(instruction.amount_fen),
        "balance": read_money(balance_fen),
    }
    response = {
        instruction_outcomes.PENDING: "utter_instruction_pending",
        instruction_outcomes.REFUSED: "utter_instruction_refused",
    }.get(instruction.state, "")
    return Outcome(
        spoken,
        repeated=given.receipt.repeated,
        response=response,
        noted=instruction_outcomes.noted(db, instruction),
        instruction_id=instruction.id,
        then=None if response else then,
    )
