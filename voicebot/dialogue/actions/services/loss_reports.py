"""Oral loss reports."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import loss_reports, tariff
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import AlreadyReported
from voicebot.bank.loss_reports import NAMES
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.service import Outcome, Refusal, Service, Spoken, Values
from voicebot.dialogue.language.dates import read_day
from voicebot.dialogue.language.numbers import read_integer
from voicebot.dialogue.language.phones import read_tail
from voicebot.dialogue.language.references import read_reference


def _read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    told = _item(db, customer_id, values)
    earlier = loss_reports.in_force(db, values["lost_item"], now)
    if earlier:
        raise _already(told, earlier.number, earlier.expires_at)
    return told


def _report(db: Session, customer_id: int, values: Values, confirmation: Confirmation) -> Outcome:
    told = _item(db, customer_id, values)
    try:
        made = loss_reports.report(db, values["lost_item"], confirmation)
    except AlreadyReported as earlier:
        raise _already(told, earlier.number, earlier.until) from earlier
    days = read_integer(tariff.figure(db, tariff.ORAL_LOSS_REPORT_DAYS))
    # Told the same way when it is told again: nothing was done twice that had to be denied.
    return Outcome(told | _report_told(made.number, made.expires_at) | {"days": days})


def _item(db: Session, customer_id: int, values: Values) -> Spoken:
    item = loss_reports.item(db, customer_id, values["lost_item"])
    return {"kind": NAMES[item.kind], "tail": read_tail(item.tail)}


def _already(told: Spoken, number: str, until: datetime) -> Refusal:
    return Refusal(Reply("utter_loss_already_reported", told | _report_told(number, until)))


def _report_told(number: str, until: datetime) -> Spoken:
    return {"number": read_reference(number), "until": read_day(until.date())}


REPORT_LOSS = Service(_read_back, _report)
