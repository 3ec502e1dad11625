"""Appointments at a branch."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from voicebot.bank import bookings
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import SlotTaken
from voicebot.bank.tables import Branch, Customer
from voicebot.dialogue.actions.services.service import Outcome, Service, Spoken, Values
from voicebot.dialogue.language.dates import read_date, read_time


def _appointment_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    at = _when(values)
    if at.time() not in bookings.free_slots(db, values["branch"], at.date(), now):
        raise SlotTaken("no counter is free then")
    return {
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
        phone=customer.phone,
        call_id=confirmation.call_id,
        key=confirmation.idempotency_key,
        now=confirmation.at,
    )
    spoken = {
        "branch": booked.branch,
        "day": read_date(booked.at.date(), confirmation.at.date()),
        "time": read_time(booked.at.time()),
    }
    return Outcome(spoken, booked.repeated)


def _when(values: Values) -> datetime:
    return datetime.combine(date.fromisoformat(values["day"]), time.fromisoformat(values["time"]))


BOOK_APPOINTMENT = Service(_appointment_read_back, _book_appointment)
