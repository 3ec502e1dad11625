"""Transfers that are agreed for a later day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from tests.bank.conftest import CHEN, MA, NOW, calling, yes
from tests.bank.transfers.conftest import TOMORROW, balance, payee, sms
from voicebot.bank import authentication, database, schedule
from voicebot.bank.errors import OverLimit, UnknownRequest
from voicebot.bank.tables import Voucher

DAY = TOMORROW.date()
NINE = datetime(TOMORROW.year, TOMORROW.month, TOMORROW.day, 9)


def plan(db, call_id, amount_fen=500_00, day=DAY, key="yes-1"):
    return schedule.schedule(
        db,
        payee_id=payee(db, call_id, "刘芳").id,
        amount_fen=amount_fen,
        day=day,
        confirmation=yes(call_id, key),
    )


def test_a_scheduled_transfer_is_made_on_its_day_once_by_the_clock(db, ma):
    scheduled = plan(db, ma)
    assert schedule.run_due(db, NINE - timedelta(seconds=1)) == 0
    assert schedule.run_due(db, NINE) == 1
    assert schedule.run_due(db, NINE + timedelta(minutes=1)) == 0
    assert (scheduled.state, balance(db)) == (schedule.DONE, 85_900_00)
    (voucher,) = db.execute(select(Voucher)).scalars()
    assert (voucher.operator, voucher.call_id, voucher.at) == ("clock", ma, NINE)
    assert sms(db) == ["您预约给刘芳（尾号3366）转账500.00元，已经按时转出。"]


def test_a_service_that_was_down_on_the_day_makes_it_when_it_is_back(db, ma):
    plan(db, ma)
    assert schedule.run_due(db, NINE + timedelta(days=3)) == 1
    assert balance(db) == 85_900_00


def test_a_scheduled_transfer_without_money_is_told_and_not_tried_again(db, ma):
    plan(db, ma, 50_000_00, key="a")
    plan(db, ma, 50_000_00, key="b")
    assert schedule.run_due(db, NINE) == 2
    assert balance(db) == 36_400_00
    assert "没有转成：余额不足" in sms(db)[1]
    assert schedule.run_due(db, NINE) == 0


def test_a_locked_card_stops_its_scheduled_transfers(db, ma):
    plan(db, ma)
    authentication.lock(db, authentication.card_by_tail(db, "5501"), "王主管", NOW)
    schedule.run_due(db, NINE)
    assert balance(db) == 86_400_00
    assert "电话银行已经锁住" in sms(db)[0]


def test_a_cancelled_one_is_not_made_and_nobody_cancels_another_s(db, ma):
    scheduled = plan(db, ma)
    with pytest.raises(UnknownRequest):
        schedule.cancel(db, scheduled.id, yes(calling(db, CHEN)))
    schedule.cancel(db, scheduled.id, yes(ma, "cancel"))
    schedule.cancel(db, scheduled.id, yes(ma, "cancel"))
    assert schedule.run_due(db, NINE) == 0
    assert schedule.planned(db, scheduled.customer_id) == []


def test_the_same_yes_plans_one_transfer_and_today_is_too_early(db, ma):
    assert plan(db, ma).id == plan(db, ma).id
    with pytest.raises(ValueError, match="later day"):
        plan(db, ma, day=NOW.date(), key="b")
    with pytest.raises(OverLimit):
        plan(db, ma, 50_000_01, key="c")


def test_two_clocks_at_once_make_it_once(bank):
    with bank.begin() as db:
        plan(db, calling(db, MA))

    def run(_):
        return database.transaction(bank, lambda db: schedule.run_due(db, NINE))

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(run, range(3))) == [0, 0, 1]
    with bank.begin() as db:
        assert balance(db) == 85_900_00
