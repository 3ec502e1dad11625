"""Branches, their hours, and appointments in half hours."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.errors import NoAppointment, SlotTaken
from voicebot.bank.tables import Appointment, Branch, Call

SLOT = timedelta(minutes=30)
# Nobody can be at the counter in less than this.
EARLIEST = timedelta(hours=1)
SATURDAY = 5


@dataclass(frozen=True)
class Booked:
    """An appointment; `repeated` if it had been made before for the same confirmation."""

    number: int
    branch: str
    purpose: str
    at: datetime
    repeated: bool = False


def branches(db: Session) -> list[Branch]:
    """All branches, the main one first."""
    return list(db.execute(select(Branch).order_by(Branch.id)).scalars())


def hours(branch: Branch, day: date) -> tuple[time, time]:
    """When the branch opens and closes on that day."""
    if day.weekday() >= SATURDAY:
        return branch.weekend_opens, branch.weekend_closes
    return branch.weekday_opens, branch.weekday_closes


def free_slots(db: Session, branch_id: int, day: date, now: datetime) -> list[time]:
    """The times of that day at which a counter is free, from an hour after `now`."""
    branch = db.get(Branch, branch_id)
    opens, closes = hours(branch, day)
    query = select(Appointment.at).where(
        Appointment.branch_id == branch_id,
        Appointment.day == day,
        Appointment.counter.is_not(None),
    )
    taken = Counter(db.execute(query).scalars())
    slots, slot = [], datetime.combine(day, opens)
    while slot + SLOT <= datetime.combine(day, closes):
        if slot >= now + EARLIEST and taken[slot.time()] < branch.counters:
            slots.append(slot.time())
        slot += SLOT
    return slots


def book_appointment(
    db: Session,
    *,
    branch_id: int,
    at: datetime,
    purpose: str,
    phone: str,
    call_id: str,
    key: str,
    now: datetime,
) -> Booked:
    """Books a counter; SlotTaken if none is free then. The same `key` again books nothing more."""
    branch = db.get(Branch, branch_id)
    query = select(Appointment).where(Appointment.idempotency_key == key)
    earlier = db.execute(query).scalar_one_or_none()
    if earlier:
        return booked(db, earlier, repeated=True)
    if at.time() not in free_slots(db, branch_id, at.date(), now):
        raise SlotTaken(f"no counter is free at {at:%Y-%m-%d %H:%M}")
    taken = select(Appointment.counter).where(
        Appointment.branch_id == branch_id,
        Appointment.day == at.date(),
        Appointment.at == at.time(),
        Appointment.counter.is_not(None),
    )
    counters = set(range(branch.counters)) - set(db.execute(taken).scalars())
    call = db.get(Call, call_id)
    appointment = Appointment(
        branch_id=branch_id,
        customer_id=call.customer_id if call else None,
        phone=phone,
        day=at.date(),
        at=at.time(),
        counter=min(counters),
        purpose=purpose,
        idempotency_key=key,
    )
    db.add(appointment)
    db.flush()
    return booked(db, appointment)


def booked(db: Session, appointment: Appointment, repeated: bool = False) -> Booked:
    """The appointment as it is told."""
    return Booked(
        number=appointment.id,
        branch=db.get(Branch, appointment.branch_id).name,
        purpose=appointment.purpose,
        at=datetime.combine(appointment.day, appointment.at),
        repeated=repeated,
    )


def appointments(db: Session, customer_id: int, now: datetime) -> list[Booked]:
    """What the customer is still expected for, the next first."""
    query = (
        select(Appointment)
        .where(
            Appointment.customer_id == customer_id,
            Appointment.counter.is_not(None),
            Appointment.day >= now.date(),
        )
        .order_by(Appointment.day, Appointment.at)
    )
    mine = [booked(db, appointment) for appointment in db.execute(query).scalars()]
    return [one for one in mine if one.at >= now]


def cancel_appointment(db: Session, customer_id: int, number: int) -> Booked:
    """Gives the counter free again; cancelling twice is the same as once.

    Raises NoAppointment for one that is not this customer's.
    """
    appointment = db.get(Appointment, number)
    if appointment is None or appointment.customer_id != customer_id:
        raise NoAppointment("this customer has no such appointment")
    appointment.counter = None
    db.flush()
    return booked(db, appointment)
