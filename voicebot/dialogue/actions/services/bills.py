"""Mobile top-ups and electricity bills."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import bills
from voicebot.bank.ledger import Confirmation
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.service import (
    Outcome,
    Refusal,
    Service,
    Spoken,
    Values,
    check_funds,
    told,
)
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_phone, read_tail


def _top_up_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    check_funds(db, customer_id, values["amount"], now)
    return {
        "operator": bills.mobile_operator(values["phone"]),
        "phone": read_phone(values["phone"]),
        "amount": read_money(values["amount"]),
    }


def _top_up(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    receipt = bills.top_up(
        db, phone=values["phone"], amount_fen=values["amount"], confirmation=confirmation
    )
    return Outcome(told(receipt), receipt.repeated)


def _electricity_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    due = bills.electricity_due(db, values["meter"])
    tail = read_tail(due.meter_number)
    if not due.amount_fen:
        raise Refusal(Reply("utter_nothing_due", {"tail": tail}))
    # What was read back is what is paid, also if the power company bills more in this minute.
    values["amount"] = due.amount_fen
    check_funds(db, customer_id, due.amount_fen, now)
    return {"address": due.address, "tail": tail, "amount": read_money(due.amount_fen)}


def _pay_electricity(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    receipt = bills.pay_electricity(
        db,
        meter_number=values["meter"],
        amount_fen=values["amount"],
        confirmation=confirmation,
    )
    return Outcome(told(receipt), receipt.repeated)


TOP_UP = Service(_top_up_read_back, _top_up)
PAY_ELECTRICITY = Service(_electricity_read_back, _pay_electricity)
