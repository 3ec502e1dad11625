"""Transfers for a later day: planned and cancelled."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from voicebot.bank import accounts, schedule, transfers
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.tables import Payee, ScheduledTransfer
from voicebot.dialogue.actions.answers.scheduled import spoken
from voicebot.dialogue.actions.services.paying_account import naming_the_account, source
from voicebot.dialogue.actions.services.service import Outcome, Service, Spoken, Values
from voicebot.dialogue.language.dates import read_date
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_tail


def _schedule_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    payee = transfers.payee_of(db, customer_id, values["payee"])
    schedule.check_amount(db, customer_id, values["amount"])
    transfers.check_risk(db, payee, values["amount"], now)
    account = accounts.movable(db, customer_id, values.get("from_account"))
    return {
        **source(db, account.id),
        "day": read_date(date.fromisoformat(values["due_day"]), now.date()),
        "payee": payee.name,
        "bank": payee.bank,
        "tail": read_tail(payee.tail),
        "amount": read_money(values["amount"]),
    }


def _schedule(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    planned = schedule.schedule(
        db,
        payee_id=values["payee"],
        amount_fen=values["amount"],
        day=date.fromisoformat(values["due_day"]),
        confirmation=confirmation,
        from_account=values.get("from_account"),
    )
    return Outcome(spoken(planned, db.get(Payee, planned.payee_id), confirmation.at.date()))


def _cancel_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    planned: ScheduledTransfer = db.get(ScheduledTransfer, values["scheduled"])
    return spoken(planned, db.get(Payee, planned.payee_id), now.date())


def _cancel(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    planned = schedule.cancel(db, values["scheduled"], confirmation)
    return Outcome(spoken(planned, db.get(Payee, planned.payee_id), confirmation.at.date()))


SCHEDULE_TRANSFER = Service(
    _schedule_read_back, _schedule, confirm=naming_the_account("utter_confirm_schedule_from")
)
CANCEL_SCHEDULED = Service(_cancel_read_back, _cancel)
