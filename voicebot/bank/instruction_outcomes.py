"""How customers are told what became of an instruction: in the call, by SMS, in a later call.

    given ─▶ pending noted ─▶ ended ─▶ done or refused noted, in place of pending
                 └── the call is over ─▶ SMS, and spoken in the next call, like every outcome

What is pending is noted with the money that is set aside, so that a process which dies before the
counterparty has answered leaves nobody untold.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import outcomes
from voicebot.bank.tables import Account, Customer, Instruction

PENDING, DONE, REFUSED = "pending", "done", "refused"

# The response that says it in a later call, the SMS.
SET_ASIDE = (
    "utter_later_pending",
    "您的{about}，{amount}元，已经从您的账户留出，对方还没有回复，结果会再告诉您。",
)
TOLD = {
    ("payment", PENDING): SET_ASIDE,
    ("order", PENDING): SET_ASIDE,
    ("cancellation", PENDING): (
        "utter_later_cancelling",
        "您的{about}，正在取消，对方还没有回复，结果会再告诉您。",
    ),
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
    """Keeps what it is now until the customer has heard it; its end is also the receipt, by SMS."""
    response, text = TOLD[instruction.kind, instruction.state]
    customer = _customer(db, instruction)
    waits = instruction.state == PENDING
    if not waits:
        outcomes.supersede(db, _outcome_key(instruction, PENDING), now)
    outcomes.record(
        db,
        key=_outcome_key(instruction, instruction.state),
        customer_id=customer.id,
        phone=customer.phone,
        text=text.format(
            about=instruction.about,
            amount=f"{instruction.amount_fen // 100}.{instruction.amount_fen % 100:02d}",
            number=instruction.number,
        ),
        at=now,
        call_id=instruction.call_id if waits else "",
        response=response if instruction.spoken else "",
        spoken=instruction.spoken,
    )


def noted(db: Session, instruction: Instruction) -> tuple[int, ...]:
    """The numbers of the outcomes that the customer is to be told of it."""
    return outcomes.noted(db, _outcome_key(instruction, instruction.state))


def _outcome_key(instruction: Instruction, state: str) -> str:
    return f"{instruction.reference}:{state}"


def _customer(db: Session, instruction: Instruction) -> Customer:
    return db.get(Customer, db.get(Account, instruction.account_id).customer_id)
