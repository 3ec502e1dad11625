from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session

from tests.bank.conftest import NOW, ZHOU, calling
from voicebot.bank import bookings
from voicebot.bank.errors import SlotTaken

TOMORROW = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


def book(db: Session, at: datetime, key: str) -> bookings.Booked:
    branch = bookings.branches(db)[0]
    return bookings.book_appointment(
        db, branch_id=branch.id, at=at, phone=ZHOU, call_id=calling(db), key=key, now=NOW
    )


def test_an_appointment_is_made_once_for_one_yes(db: Session) -> None:
    at = datetime.combine(TOMORROW, time(10))
    first, second = book(db, at, "a"), book(db, at, "a")
    assert (first.number, first.branch, second.repeated) == (second.number, "鼓楼支行", True)


def test_a_time_is_gone_when_every_counter_is_taken(db: Session) -> None:
    at = datetime.combine(TOMORROW, time(10))
    book(db, at, "a")
    book(db, at, "b")
    with pytest.raises(SlotTaken):
        book(db, at, "c")
    branch = bookings.branches(db)[0]
    assert time(10) not in bookings.free_slots(db, branch.id, TOMORROW, NOW)


def test_only_opening_hours_and_the_future_are_offered(db: Session) -> None:
    branch = bookings.branches(db)[0]
    saturday = bookings.free_slots(db, branch.id, SATURDAY, NOW)
    assert (saturday[0], saturday[-1]) == (time(9, 30), time(15, 30))
    today = bookings.free_slots(db, branch.id, NOW.date(), NOW)
    assert today[0] == time(11)
    assert bookings.free_slots(db, branch.id, date(2026, 11, 22), NOW) == []
