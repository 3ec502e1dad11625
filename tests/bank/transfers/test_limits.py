"""How much a customer may move at once and in a day."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.bank.conftest import MA, NIU, NOW, PIN, calling, yes
from tests.bank.transfers.conftest import balance, own, payee, send
from voicebot.bank import authentication, calls, database, payments, transfers
from voicebot.bank.errors import InsufficientFunds, OverLimit


def test_who_has_not_signed_has_the_smaller_limits(db):
    customer_id = calls.authenticated_customer(db, calling(db, NIU))
    payments.check_limits(db, customer_id, 5_000_00, NOW)
    with pytest.raises(OverLimit) as over:
        payments.check_limits(db, customer_id, 5_000_01, NOW)
    assert over.value.limit_fen == 5_000_00


def test_the_limit_of_a_day_begins_anew_at_midnight(db, ma):
    late = NOW.replace(hour=22, minute=59)
    customer_id = calls.authenticated_customer(db, ma)
    send(db, ma, 40_000_00, "a", at=late)
    assert payments.paid_today_fen(db, customer_id, late) == 40_000_00
    after_midnight = NOW.replace(hour=0, minute=0) + timedelta(days=1)
    assert payments.paid_today_fen(db, customer_id, after_midnight) == 0
    before = after_midnight - timedelta(microseconds=1)
    assert payments.paid_today_fen(db, customer_id, before) == 40_000_00


def test_the_day_s_limit_counts_all_accounts_together(db, ma):
    savings = own(db, ma)[1]
    customer_id = savings.customer_id
    send(db, ma, 50_000_00, "a")
    transfers.send(
        db,
        savings,
        payee_id=payee(db, ma, "刘芳").id,
        amount_fen=20_000_00,
        confirmation=yes(ma, "b"),
    )
    assert payments.paid_today_fen(db, customer_id, NOW) == 70_000_00
    with pytest.raises(OverLimit, match="day"):
        payments.check_limits(db, customer_id, 30_000_01, NOW)


def test_two_calls_of_one_customer_at_once_share_the_money_and_the_day(bank):
    with bank.begin() as db:
        for call_id in ("one", "two"):
            calls.open_call(db, call_id, MA, NOW)
            authentication.verify_pin(db, call_id, PIN[MA], NOW)

    def pay(number):
        try:
            call_id, key = ("one", "two")[number % 2], f"yes-{number}"
            database.transaction(bank, lambda db: send(db, call_id, 30_000_00, key))
        except (InsufficientFunds, OverLimit):
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(pay, range(4))) == [False, False, True, True]
    with bank.begin() as db:
        assert balance(db) == 26_400_00
