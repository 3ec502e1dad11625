from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.bank.conftest import CHEN, NOW, ZHOU, calling
from voicebot.bank import bookings
from voicebot.bank.errors import NoAppointment, SlotTaken
from voicebot.bank.tables import Call

TOMORROW = date(2026, 11, 24)
SATURDAY = date(2026, 11, 28)


def book(db: Session, at: datetime, key: str) -> bookings.Booked:
    branch = bookings.branches(db)[0]
    return bookings.book_appointment(
        db,
        branch_id=branch.id,
        at=at,
        purpose="办银行卡",
        phone=ZHOU,
        call_id=calling(db),
        key=key,
        now=NOW,
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


def test_a_cancelled_appointment_frees_its_counter(db: Session) -> None:
    at = datetime.combine(TOMORROW, time(10))
    first = book(db, at, "a")
    book(db, at, "b")
    customer_id = db.get(Call, calling(db)).customer_id
    bookings.cancel_appointment(db, customer_id, first.number)
    assert [one.number for one in bookings.appointments(db, customer_id, NOW)] != [first.number]
    assert book(db, at, "c").at == at


def test_nobody_cancels_the_appointment_of_another(db: Session) -> None:
    first = book(db, datetime.combine(TOMORROW, time(10)), "a")
    chen = db.get(Call, calling(db, CHEN, with_pin=False)).customer_id
    with pytest.raises(NoAppointment):
        bookings.cancel_appointment(db, chen, first.number)
    assert bookings.appointments(db, chen, NOW) == []


def test_only_what_is_still_to_come_is_told(db: Session) -> None:
    first = book(db, datetime.combine(TOMORROW, time(10)), "a")
    customer_id = db.get(Call, calling(db)).customer_id
    assert bookings.appointments(db, customer_id, NOW) == [first]
    assert bookings.appointments(db, customer_id, NOW + timedelta(days=2)) == []
