"""How customers are told what became of an instruction: in the call, by SMS, in a later call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import outcomes
from voicebot.bank.tables import Account, Customer, Instruction, Outcome

PENDING, DONE, REFUSED = "pending", "done", "refused"

# The response that says it in a later call, the SMS.
TOLD = {
    ("payment", DONE): ("utter_later_paid", "您的{about}，{amount}元，已经交好。"),
    ("payment", REFUSED): (
        "utter_later_refused",
        "您的{about}，{amount}元，对方没有接受，钱已经退回您的账户。",
    ),
    ("order", DONE): (
        "utter_later_ordered",
        "您的{about}，{amount}元，已经订好，订单号{number}。",
    ),
    ("order", REFUSED): (
        "utter_later_refused",
        "您的{about}，{amount}元，没有订成，钱已经退回您的账户。",
    ),
    ("cancellation", DONE): (
        "utter_later_cancelled",
        "您的{about}已经取消，退款{amount}元已经到账。",
    ),
    ("cancellation", REFUSED): (
        "utter_later_not_cancelled",
        "您的{about}没有取消成，订单仍然有效。",
    ),
}


def record(db: Session, instruction: Instruction, now: datetime) -> None:
    """Queues the SMS, which is the receipt; the outcome is kept until the customer has heard it."""
    response, text = TOLD[instruction.kind, instruction.state]
    customer = _customer(db, instruction)
    outcomes.record(
        db,
        key=_outcome_key(instruction),
        customer_id=customer.id,
        phone=customer.phone,
        text=text.format(
            about=instruction.about,
            amount=f"{instruction.amount_fen // 100}.{instruction.amount_fen % 100:02d}",
            number=instruction.number,
        ),
        at=now,
        response=response if instruction.spoken else "",
        spoken=instruction.spoken,
    )


def noted(db: Session, instruction: Instruction) -> tuple[int, ...]:
    """The numbers of the outcomes that the customer is to be told of it."""
    query = select(Outcome.id).where(Outcome.key == _outcome_key(instruction))
    return tuple(db.execute(query).scalars())


def _outcome_key(instruction: Instruction) -> str:
    return f"{instruction.reference}:{instruction.state}"


def _customer(db: Session, instruction: Instruction) -> Customer:
    return db.get(Customer, db.get(Account, instruction.account_id).customer_id)
