"""Appointments at a branch."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from voicebot.bank import bookings
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import SlotTaken
from voicebot.bank.notices import queue_sms
from voicebot.bank.tables import Branch, Customer
from voicebot.dialogue.actions.answers.own_appointment import read_appointment
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.services.service import Outcome, Service, Spoken, Values
from voicebot.dialogue.language.dates import read_date, read_time


def _appointment_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    at = _when(values)
    if at.time() not in bookings.free_slots(db, values["branch"], at.date(), now):
        raise SlotTaken("no counter is free then")
    return {
        "purpose": values["purpose"],
        "branch": db.get(Branch, values["branch"]).name,
        "day": read_date(at.date(), now.date()),
        "time": read_time(at.time()),
    }


def _book_appointment(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    customer: Customer = db.get(Customer, customer_id)
    booked = bookings.book_appointment(
        db,
        branch_id=values["branch"],
        at=_when(values),
        purpose=values["purpose"],
        phone=customer.phone,
        call_id=confirmation.call_id,
        key=confirmation.idempotency_key,
        now=confirmation.at,
    )
    spoken = read_appointment(booked, confirmation.at)
    queue_sms(
        db,
        phone=customer.phone,
        text=f"您预约了{booked.at:%m月%d日%H:%M}到{booked.branch}{booked.purpose}，请带身份证。",
        key=f"{confirmation.idempotency_key}:booked",
        at=confirmation.at,
    )
    return Outcome(spoken, booked.repeated)


def _cancel_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    mine = {one.number: one for one in bookings.appointments(db, customer_id, now)}
    if values["appointment"] not in mine:
        raise Refusal(Reply("utter_no_appointments"))
    return read_appointment(mine[values["appointment"]], now)


def _cancel_appointment(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> Outcome:
    cancelled = bookings.cancel_appointment(db, customer_id, values["appointment"])
    return Outcome(read_appointment(cancelled, confirmation.at))


def _when(values: Values) -> datetime:
    return datetime.combine(date.fromisoformat(values["day"]), time.fromisoformat(values["time"]))


BOOK_APPOINTMENT = Service(_appointment_read_back, _book_appointment)
CANCEL_APPOINTMENT = Service(_cancel_read_back, _cancel_appointment)
