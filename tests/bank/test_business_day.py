"""Midnight: a yes counts for the day on which it is given, for limits as for the books."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.bank.conftest import calling, first_payee, yes
from voicebot.bank import accounts, business_day, calls, ledger, transfers
from voicebot.bank.errors import OverLimit
from voicebot.bank.rules import DEFAULT_RULES

LIMIT = DEFAULT_RULES.limits.signed
MIDNIGHT = datetime(2026, 11, 24)
SECOND = timedelta(seconds=1)


def pay(db: Session, call_id: str, key: str, at: datetime) -> None:
    transfers.transfer(
        db,
        payee_id=first_payee(db, call_id),
        amount_fen=LIMIT.transaction_fen,
        confirmation=replace(yes(call_id, key), at=at),
    )


def test_the_daily_limit_begins_anew_at_midnight_and_not_a_second_earlier(db: Session) -> None:
    call_id = calling(db)
    account = accounts.main_account(db, calls.authenticated_customer(db, call_id))
    deposit = {account.id: 3 * LIMIT.day_fen, 1: -3 * LIMIT.day_fen}
    ledger.write(db, MIDNIGHT - timedelta(days=1), "存入", "deposit", deposit)
    pay(db, call_id, "first", MIDNIGHT - 2 * SECOND)
    pay(db, call_id, "second", MIDNIGHT - SECOND)
    with pytest.raises(OverLimit, match="day"):
        pay(db, call_id, "third", MIDNIGHT - SECOND)
    pay(db, call_id, "third", MIDNIGHT)
    yesterday, today = date(2026, 11, 23), date(2026, 11, 24)
    assert [ledger.turnover(db, day).vouchers for day in (yesterday, today)] == [2, 1]


def test_every_moment_belongs_to_exactly_one_day() -> None:
    for at in (MIDNIGHT - timedelta(microseconds=1), MIDNIGHT, MIDNIGHT + SECOND):
        day = business_day.business_day(at)
        assert business_day.begins(day) <= at < business_day.ends(day)


@pytest.fixture
def time_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Puts the machine's own time zone back."""
    monkeypatch.setenv("TZ", "UTC")
    yield
    monkeypatch.undo()
    business_day.clock.tzset()


def test_on_a_machine_elsewhere_the_day_is_the_banks(time_zone: None) -> None:
    business_day.keep_bank_time("Asia/Shanghai")
    assert datetime.now().astimezone().utcoffset() == timedelta(hours=8)
