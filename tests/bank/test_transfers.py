"""Whose money moves, how much of it, who must agree, and what makes a person look at it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, select

from tests.bank.conftest import CHEN, MA, NIU, NOW, PIN, ZHOU, calling, yes
from voicebot.bank import (
    accounts,
    alerts,
    approvals,
    authentication,
    calls,
    database,
    entries,
    ledger,
    payees,
    payments,
    risk,
    schedule,
    transfers,
)
from voicebot.bank.entries import Search
from voicebot.bank.errors import (
    ChannelLocked,
    InsufficientFunds,
    NotAuthenticated,
    NotPermitted,
    NotSigned,
    OverLimit,
    RiskFound,
    UnknownAccount,
    UnknownRequest,
)
from voicebot.bank.rules import Risk, Rules
from voicebot.bank.tables import Account, PinEvent, SmsMessage, Voucher

RULES = Rules.parse_obj(
    {
        "security": {"approvers": ["王主管", "马秀英"]},
        "risk": {
            "new_payee": {"hours": 24, "from_yuan": 1000},
            "unusual_hour": {"after": 23, "before": 6, "from_yuan": 5000},
            "unusual_amount": {"times": 5, "days": 90, "from_yuan": 10000},
            "failed_pins": {"count": 2, "hours": 24, "from_yuan": 1000},
        },
    }
)
TOMORROW = NOW + timedelta(days=1)
DAY = TOMORROW.date()


@pytest.fixture
def bank(url):
    factory = database.open_database(url, RULES)
    yield factory
    factory.kw["bind"].dispose()


@pytest.fixture
def ma(db):
    """A call of 马秀英, with the PIN."""
    return calling(db, MA)


def own(db, call_id):
    return accounts.of_customer(db, calls.authenticated_customer(db, call_id))


def payee(db, call_id, name):
    signed = payees.signed(db, calls.authenticated_customer(db, call_id))
    return next(one for one in signed if one.name == name)


def send(db, call_id, amount_fen, key="yes-1", name="刘芳", at=NOW):
    confirmation = replace(yes(call_id, key), at=at)
    return transfers.transfer(
        db, payee_id=payee(db, call_id, name).id, amount_fen=amount_fen, confirmation=confirmation
    )


def request(db, call_id, amount_fen=60_000_00, key="yes-1"):
    return approvals.request(
        db,
        payee_id=payee(db, call_id, "杨建军").id,
        amount_fen=amount_fen,
        confirmation=yes(call_id, key),
    )


def plan(db, call_id, amount_fen=500_00, day=DAY, key="yes-1"):
    return schedule.schedule(
        db,
        payee_id=payee(db, call_id, "刘芳").id,
        amount_fen=amount_fen,
        day=day,
        confirmation=yes(call_id, key),
    )


def sms(db):
    return [message.text for message in db.execute(select(SmsMessage)).scalars()]


def balance(db, number="6228480010000045501"):
    return accounts.balance_fen(db, payments.internal_account(db, number).id)


# Own accounts ----------------------------------------------------------------------------------


def test_money_moves_between_two_own_accounts_without_limit(db, ma):
    current, savings = own(db, ma)[:2]
    receipt = transfers.transfer_own(
        db,
        from_account=current.id,
        to_account=savings.id,
        amount_fen=80_000_00,
        confirmation=yes(ma),
    )
    assert receipt.balance_fen == 6_400_00
    assert accounts.balance_fen(db, savings.id) == 100_000_00
    assert payments.paid_today_fen(db, current.customer_id, NOW) == 0
    assert ledger.find_faults(db) == []


def test_a_fixed_deposit_and_a_stranger_s_account_are_not_moved_by_telephone(db, ma):
    current, _, _, fixed = own(db, ma)
    strange = own(db, calling(db, CHEN))[0]
    for source, target in ((fixed, current), (current, fixed), (strange, current), (current,) * 2):
        with pytest.raises(UnknownAccount):
            transfers.transfer_own(
                db,
                from_account=source.id,
                to_account=target.id,
                amount_fen=100,
                confirmation=yes(ma),
            )


def test_a_transfer_leaves_the_account_that_was_named(db, ma):
    passbook = own(db, ma)[2]
    transfers.transfer(
        db,
        payee_id=payee(db, ma, "刘芳").id,
        amount_fen=200_00,
        confirmation=yes(ma),
        from_account=passbook.id,
    )
    assert accounts.balance_fen(db, passbook.id) == 5_000_00
    assert balance(db) == 86_400_00


# Levels and limits -----------------------------------------------------------------------------


def test_without_a_signed_service_nothing_goes_to_others(db):
    call_id = calling(db, NIU)
    assert calls.level(db, call_id) == "pin"
    with pytest.raises(NotSigned):
        transfers.transfer(db, payee_id=1, amount_fen=100, confirmation=yes(call_id))


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


def test_the_pin_counts_no_more_after_ten_silent_minutes(db, ma):
    calls.take_turn(db, ma, NOW + timedelta(minutes=9))
    calls.take_turn(db, ma, NOW + timedelta(minutes=18))
    assert calls.level(db, ma) == "signed"
    calls.take_turn(db, ma, NOW + timedelta(minutes=28, seconds=1))
    assert calls.level(db, ma) == "known"
    with pytest.raises(NotAuthenticated):
        send(db, ma, 100)


def test_a_locked_card_is_opened_by_name_and_everything_is_written_down(db):
    call_id = calling(db, with_pin=False)
    for _ in range(3):
        authentication.verify_pin(db, call_id, "000000", NOW)
    card = authentication.card_by_tail(db, "6789")
    assert card.locked
    authentication.unlock(db, card, "王主管", TOMORROW)
    assert authentication.verify_pin(db, call_id, PIN[ZHOU], TOMORROW).outcome == "correct"
    told = [(event.event, event.by) for event in authentication.history(db, card)]
    assert told == [
        *[("wrong", call_id)] * 3,
        ("locked", call_id),
        ("unlocked", "王主管"),
    ]


def test_a_tail_that_no_card_or_more_than_one_has_is_told(db):
    with pytest.raises(UnknownRequest, match="no cards end with 1111"):
        authentication.card_by_tail(db, "1111")
    with pytest.raises(UnknownRequest, match="write more digits"):
        authentication.card_by_tail(db, "0")


def test_what_was_written_down_about_pins_cannot_be_removed(bank):
    with bank.begin() as db:
        authentication.verify_pin(db, calling(db, with_pin=False), "000000", NOW)
    with pytest.raises(Exception, match="append-only"), bank.begin() as db:
        db.execute(delete(PinEvent))


# Risk ------------------------------------------------------------------------------------------

CALM = risk.Movement(2_000_00, NOW, NOW - timedelta(days=400), most_fen=900_00, wrong_pins=0)


@pytest.mark.parametrize(
    "change, rule",
    [
        ({"payee_signed_at": NOW - timedelta(hours=23)}, "new_payee"),
        ({"at": NOW.replace(hour=2), "amount_fen": 6_000_00}, "unusual_hour"),
        ({"at": NOW.replace(hour=23), "amount_fen": 6_000_00}, "unusual_hour"),
        ({"amount_fen": 10_000_00}, "unusual_amount"),
        ({"wrong_pins": 2}, "failed_pins"),
    ],
)
def test_each_rule_asks_for_a_person_and_names_itself(change, rule):
    (reason,) = risk.reasons(replace(CALM, **change), RULES.risk)
    assert reason.startswith(f"{rule}: ")
    assert risk.reasons(replace(CALM, **change), Risk()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"payee_signed_at": None},
        {"payee_signed_at": NOW - timedelta(hours=24)},
        {"payee_signed_at": NOW, "amount_fen": 999_00},
        {"at": NOW.replace(hour=6), "amount_fen": 6_000_00},
        {"at": NOW.replace(hour=2)},
        {"amount_fen": 10_000_00, "most_fen": 2_000_00},
        {"wrong_pins": 1},
    ],
)
def test_what_is_usual_needs_nobody(change):
    assert risk.reasons(replace(CALM, **change), RULES.risk) == ()


@given(
    amount_fen=st.integers(1, 10**9),
    hour=st.integers(0, 23),
    most_fen=st.integers(0, 10**9),
    wrong_pins=st.integers(0, 5),
)
def test_a_larger_amount_is_never_less_risky(amount_fen, hour, most_fen, wrong_pins):
    small = risk.Movement(amount_fen, NOW.replace(hour=hour), NOW, most_fen, wrong_pins)
    large = replace(small, amount_fen=amount_fen * 2)

    def rules(movement):
        return {reason.partition(":")[0] for reason in risk.reasons(movement, RULES.risk)}

    assert rules(small) <= rules(large)


def test_a_payee_signed_today_gets_nothing_large_without_a_person(db, ma):
    payee(db, ma, "刘芳").signed_at = NOW - timedelta(hours=2)
    send(db, ma, 999_00, "small")
    with pytest.raises(RiskFound, match="new_payee"):
        send(db, ma, 1_000_00, "large")


def test_wrong_pins_before_the_right_one_are_remembered(db):
    call_id = calling(db, MA, with_pin=False)
    for pin in ("000000", "000001", PIN[MA]):
        authentication.verify_pin(db, call_id, pin, NOW)
    with pytest.raises(RiskFound, match="failed_pins: 2 wrong PINs"):
        send(db, call_id, 2_000_00)


def test_a_yes_that_was_carried_out_is_not_judged_again(db, ma):
    send(db, ma, 2_000_00)
    payee(db, ma, "刘芳").signed_at = NOW
    assert send(db, ma, 2_000_00).repeated


# Approvals -------------------------------------------------------------------------------------


def test_above_the_limit_a_second_person_is_needed(db, ma):
    customer_id = calls.authenticated_customer(db, ma)
    assert not approvals.needed(db, customer_id, 50_000_00, NOW)
    assert approvals.needed(db, customer_id, 50_000_01, NOW)
    with pytest.raises(OverLimit) as over:
        approvals.needed(db, customer_id, 500_000_01, NOW)
    assert over.value.limit_fen == 500_000_00


def test_what_waits_moves_no_money(db, ma):
    before = len(ledger.lines(db))
    assert request(db, ma).state == approvals.WAITING
    assert len(ledger.lines(db)) == before


def test_the_same_yes_asks_for_one_approval(db, ma):
    assert request(db, ma).id == request(db, ma).id
    assert len(approvals.waiting(db)) == 1


def test_an_approved_transfer_is_made_once_with_both_names_in_its_voucher(db, ma):
    approval = request(db, ma)
    approvals.approve(db, approval.id, "王主管", NOW)
    assert approval.state == approvals.DONE
    assert balance(db) == 26_400_00
    (voucher,) = db.execute(select(Voucher)).scalars()
    assert voucher.operator == "bot, 王主管"
    assert (voucher.read_back, voucher.call_id) == (approval.read_back, ma)
    assert sms(db) == ["您给杨建军（尾号4477）转账60,000.00元，已经复核通过，转账完成。"]
    with pytest.raises(UnknownRequest, match="is done"):
        approvals.approve(db, approval.id, "王主管", NOW)
    assert balance(db) == 26_400_00


def test_only_who_is_named_may_approve_and_nobody_their_own(db, ma):
    approval = request(db, ma)
    with pytest.raises(NotPermitted, match="王主管"):
        approvals.approve(db, approval.id, "路人甲", NOW)
    with pytest.raises(NotPermitted, match="another person"):
        approvals.approve(db, approval.id, "马秀英", NOW)
    assert approval.state == approvals.WAITING


@pytest.mark.parametrize("end", ["refuse", "withdraw", "expire"])
def test_what_ended_otherwise_moves_nothing_and_cannot_be_approved(db, ma, end):
    approval = request(db, ma)
    match end:
        case "refuse":
            approvals.refuse(db, approval.id, "王主管", NOW)
        case "withdraw":
            approvals.withdraw(db, approval.id, ma, NOW)
        case "expire":
            approvals.expire(db, NOW + timedelta(hours=24, seconds=1))
    with pytest.raises(UnknownRequest):
        approvals.approve(db, approval.id, "王主管", NOW)
    assert balance(db) == 86_400_00
    assert len(sms(db)) == (0 if end == "withdraw" else 1)


def test_an_approval_that_comes_when_the_money_is_gone_fails_and_is_told(db, ma):
    approval = request(db, ma)
    send(db, ma, 40_000_00, "meanwhile")
    assert approvals.approve(db, approval.id, "王主管", NOW).state == approvals.FAILED
    assert balance(db) == 46_400_00
    assert "没有转成" in sms(db)[0]


def test_two_people_who_approve_at_once_make_one_transfer(bank):
    with bank.begin() as db:
        approval_id = request(db, calling(db, MA)).id

    def approve(_):
        try:
            database.transaction(bank, lambda db: approvals.approve(db, approval_id, "王主管", NOW))
        except UnknownRequest:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(approve, range(3))) == [False, False, True]
    with bank.begin() as db:
        assert balance(db) == 26_400_00


# Scheduled transfers ---------------------------------------------------------------------------

NINE = datetime(TOMORROW.year, TOMORROW.month, TOMORROW.day, 9)


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


# Alerts and entries ----------------------------------------------------------------------------


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
    assert entries.sums(db, customer_id, search) == entries.Sums(count, in_fen, out_fen)
    assert len(entries.found(db, customer_id, search, 10)) == count


def test_money_between_own_accounts_is_neither_earned_nor_spent(db, ma):
    current, savings = own(db, ma)[:2]
    transfers.transfer_own(
        db, from_account=current.id, to_account=savings.id, amount_fen=100, confirmation=yes(ma)
    )
    today = Search(NOW.date(), NOW.date())
    assert entries.sums(db, current.customer_id, today).count == 0


def test_the_bank_s_own_accounts_have_no_kind_and_customers_all_have_one(db):
    for account in db.execute(select(Account)).scalars():
        assert bool(account.kind) == (account.customer_id is not None)


def test_a_refused_channel_refuses_every_transfer(db, ma):
    authentication.lock(db, authentication.card_by_tail(db, "5501"), "王主管", NOW)
    with pytest.raises(ChannelLocked):
        send(db, ma, 100)
