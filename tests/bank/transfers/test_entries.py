"""What is written to a customer about a transfer, and how it is found again among the entries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bank.conftest import MA, NOW, calling, yes
from tests.bank.transfers.conftest import own, send, sms
from voicebot.bank import alerts, calls, entries, transfers
from voicebot.bank.connectors.history import Search, Sums


def test_a_change_from_the_threshold_on_is_written_and_a_smaller_one_is_not(db, ma):
    current = own(db, ma)[0]
    alerts.turn_on(db, current.id, 500_00)
    send(db, ma, 499_99, "small")
    assert sms(db) == []
    send(db, ma, 500_00, "large")
    assert sms(db) == ["您尾号5501的账户11月23日10:00支出500.00元（转账给刘芳）。"]
    alerts.turn_off(db, current.id)
    send(db, ma, 900_00, "later")
    assert len(sms(db)) == 1


def test_a_change_that_is_rolled_back_is_not_written(bank):
    with bank.begin() as db:
        ma = calling(db, MA)
        alerts.turn_on(db, own(db, ma)[0].id, 0)
    with pytest.raises(RuntimeError), bank.begin() as db:
        send(db, ma, 100)
        raise RuntimeError
    with bank.begin() as db:
        assert sms(db) == []


@pytest.mark.parametrize(
    "search, count, in_fen, out_fen",
    [
        (Search(NOW.date() - timedelta(days=59), NOW.date()), 4, 6_200_00, 30_075_50),
        (Search(NOW.date() - timedelta(days=1), NOW.date()), 1, 0, 75_50),
        (Search(NOW.date() - timedelta(days=90), NOW.date(), ("工资",), "in"), 1, 5_400_00, 0),
        (Search(NOW.date() - timedelta(days=90), NOW.date(), ("刘芳",), "in"), 1, 800_00, 0),
        (Search(NOW.date() - timedelta(days=90), NOW.date(), ("刘芳",), "out"), 0, 0, 0),
        (Search(NOW.date(), NOW.date()), 0, 0, 0),
    ],
)
def test_entries_are_found_by_day_words_and_direction(db, ma, search, count, in_fen, out_fen):
    customer_id = calls.authenticated_customer(db, ma)
    assert entries.sums(db, customer_id, search) == Sums(count, in_fen, out_fen)
    assert len(entries.found(db, customer_id, search, 10)) == count


def test_money_between_own_accounts_is_neither_earned_nor_spent(db, ma):
    current, savings = own(db, ma)[:2]
    transfers.transfer_own(
        db, from_account=current.id, to_account=savings.id, amount_fen=100, confirmation=yes(ma)
    )
    today = Search(NOW.date(), NOW.date())
    assert entries.sums(db, current.customer_id, today).count == 0
