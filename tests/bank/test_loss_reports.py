"""An oral loss report stops the account at once, once, for whoever knew enough, and for days only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import CHEN, LIU, NOW, ZHOU, calling
from voicebot.bank import (
    accounts,
    bills,
    calls,
    customers,
    database,
    documents,
    loss_reports,
)
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.demonstration.own_accounts import open_account
from voicebot.bank.errors import AccountStopped, AlreadyReported, NotAuthenticated, UnknownCard
from voicebot.bank.tables import LossReport, Passbook, SmsMessage

DOCUMENT_TAIL = {ZHOU: "4321", CHEN: "7152", LIU: "8834"}


def yes(call_id, key="yes-1", at=NOW):
    return Confirmation(key, "挂失储蓄卡，尾号六七八九，对吗？", "voice", call_id, 12.5, at)


def verified(db: Session, phone=ZHOU, call_id=None) -> str:
    """A call from a known number whose caller knew the end of the ID document."""
    call_id = call_id or f"lost-{phone}"
    calls.open_call(db, call_id, phone, NOW)
    outcome = documents.check_document(db, call_id, DOCUMENT_TAIL[phone], NOW)
    assert outcome == "correct"
    return call_id


def first_item(db: Session, call_id: str, kind="debit_card") -> loss_reports.Item:
    owned = loss_reports.items(db, calls.verified_customer(db, call_id))
    return next(item for item in owned if item.kind == kind)


def with_passbook(db: Session, phone=ZHOU) -> None:
    """The customer has an account with a passbook besides."""
    customer = customers.by_phone(db, phone)
    account = open_account(db, customer.id, "640100200004567", "存折账户")
    db.add(Passbook(account_id=account.id, number=account.number))
    db.flush()


def top_up(db: Session, call_id: str, key="pay-1", at=NOW):
    return bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes(call_id, key, at))


def test_after_the_report_nothing_leaves_the_account_in_another_call(db):
    paying, lost = calling(db), verified(db)
    top_up(db, paying)
    made = loss_reports.report(db, first_item(db, lost).key, yes(lost))
    with pytest.raises(AccountStopped) as refusal:
        top_up(db, paying, "pay-2")
    assert refusal.value.until == made.expires_at == NOW + timedelta(days=5)


def test_the_report_of_a_passbook_leaves_the_card_alone(db):
    paying, lost = calling(db), verified(db)
    with_passbook(db)
    loss_reports.report(db, first_item(db, lost, "passbook").key, yes(lost))
    top_up(db, paying)


def test_money_may_still_come_in(db):
    lost, chen = verified(db), calling(db, CHEN)
    item = first_item(db, lost)
    loss_reports.report(db, item.key, yes(lost))
    sender = accounts.main_account(db, calls.authenticated_customer(db, chen))
    core_of(db).post(
        yes(chen, "in"),
        from_account=sender.id,
        to_account=item.account_id,
        amount_fen=100,
        text="转入",
    )


def test_nothing_is_bought_with_a_reported_credit_card(db):
    lost = verified(db)
    item = first_item(db, lost, "credit_card")
    loss_reports.report(db, item.key, yes(lost))
    merchant = accounts.main_account(db, calls.authenticated_customer(db, calling(db, CHEN)))
    with pytest.raises(AccountStopped):
        core_of(db).post(
            yes(lost, "buy"),
            from_account=item.account_id,
            to_account=merchant.id,
            amount_fen=100,
            text="消费",
        )


def test_the_report_ends_after_the_days_of_the_tariff(db):
    paying, lost = calling(db), verified(db)
    key = first_item(db, lost).key
    loss_reports.report(db, key, yes(lost))
    five_days = NOW + timedelta(days=5)
    assert loss_reports.in_force(db, key, five_days - timedelta(seconds=1))
    assert loss_reports.in_force(db, key, five_days) is None
    with pytest.raises(AccountStopped):
        top_up(db, paying, at=five_days - timedelta(seconds=1))
    top_up(db, paying, at=five_days)


def test_the_same_yes_twice_reports_once_and_sends_one_sms(db):
    lost = verified(db)
    key = first_item(db, lost).key
    first, second = (loss_reports.report(db, key, yes(lost)) for _ in range(2))
    assert first.number == second.number == "261123001"
    (sms,) = db.execute(select(SmsMessage)).scalars()
    assert sms.phone == ZHOU
    assert first.number in sms.text and "6789" in sms.text
    assert "6228480010000016789" not in sms.text


def test_a_reported_card_is_not_reported_again(db):
    lost = verified(db)
    key = first_item(db, lost).key
    number = loss_reports.report(db, key, yes(lost)).number
    with pytest.raises(AlreadyReported) as told:
        loss_reports.report(db, key, yes(lost, "yes-2"))
    assert told.value.number == number


def test_the_reports_of_a_day_are_numbered_in_order(db):
    zhou, chen = verified(db), verified(db, CHEN)
    numbers = [
        loss_reports.report(db, first_item(db, zhou).key, yes(zhou)).number,
        loss_reports.report(db, first_item(db, chen).key, yes(chen, "yes-2")).number,
    ]
    assert numbers == ["261123001", "261123002"]


def test_a_known_number_alone_reports_nothing(db):
    calls.open_call(db, "quiet", ZHOU, NOW)
    with pytest.raises(NotAuthenticated):
        loss_reports.report(db, "debit_card-1", yes("quiet"))


def test_nobody_reports_what_belongs_to_another_customer(db):
    zhou, chen = verified(db), verified(db, CHEN)
    with pytest.raises(UnknownCard):
        loss_reports.report(db, first_item(db, chen).key, yes(zhou))


def test_a_card_that_wrong_pins_have_locked_can_be_reported(db):
    from voicebot.bank import authentication

    lost = verified(db)
    for _ in range(3):
        authentication.verify_pin(db, lost, "000000", NOW)
    assert loss_reports.report(db, first_item(db, lost).key, yes(lost)).number


def answers(db: Session, call_id: str, *tails: str, at=NOW) -> list[str]:
    return [documents.check_document(db, call_id, tail, at) for tail in tails]


def test_after_three_wrong_answers_the_right_one_counts_no_more_that_day_in_any_call(db):
    calls.open_call(db, "guess", ZHOU, NOW)
    assert answers(db, "guess", "0000", "1111", "2222", "4321") == [
        *("wrong", "wrong", "locked", "locked")
    ]
    calls.open_call(db, "later", ZHOU, NOW)
    assert answers(db, "later", "4321") == ["wrong"]
    calls.open_call(db, "tomorrow", ZHOU, NOW)
    assert answers(db, "tomorrow", "4321", at=NOW + timedelta(days=1)) == ["correct"]


def test_a_right_answer_forgives_the_wrong_ones_of_the_day(db):
    calls.open_call(db, "a", ZHOU, NOW)
    assert answers(db, "a", "0000", "0000", "4321") == ["wrong", "wrong", "correct"]
    calls.open_call(db, "b", ZHOU, NOW)
    assert answers(db, "b", "0000", "0000", "4321") == ["wrong", "wrong", "correct"]


def test_a_number_that_is_nobodys_is_answered_like_a_customers(db):
    calls.open_call(db, "nobody", "", NOW)
    calls.open_call(db, "somebody", ZHOU, NOW)
    guesses = ("0000", "1111", "2222", "3333")
    assert answers(db, "nobody", *guesses) == answers(db, "somebody", *guesses)


def test_naming_another_customer_takes_the_answer_away(db):
    lost = verified(db)
    calls.identify(db, lost, customers.by_phone(db, CHEN).id)
    assert calls.level(db, lost) == "known"


def test_whoever_gave_the_id_number_is_asked_for_another_thing(db):
    calls.open_call(db, "stranger", "", NOW)
    customer = customers.by_identifier(db, "640103197805124321")
    calls.identify(db, "stranger", customer.id, named_by_document=True)
    assert answers(db, "stranger", "4321", "0001") == ["wrong", "correct"]


@pytest.mark.parametrize(
    "digits, phone",
    [
        ("64010219850307152", CHEN),  # the letter at its end has no key
        ("640103197805124321", ZHOU),
        ("640100200004567", ZHOU),
        ("6225880010005512", ZHOU),
        ("6228480010000024466", CHEN),
    ],
)
def test_every_number_of_a_customer_names_them(db, digits, phone):
    with_passbook(db)
    assert customers.by_identifier(db, digits).phone == phone


def test_a_payment_that_starts_with_the_report_is_before_it_or_refused(
    bank: sessionmaker[Session],
) -> None:
    with bank.begin() as db:
        paying, lost = calling(db), verified(db)
        key = first_item(db, lost).key
    together = Barrier(5)

    def report() -> None:
        together.wait()
        database.transaction(bank, lambda db: loss_reports.report(db, key, yes(lost)))

    def pay(number: int) -> bool:
        together.wait()
        try:
            database.transaction(bank, lambda db: top_up(db, paying, f"pay-{number}"))
        except AccountStopped:
            return False
        return True

    with ThreadPoolExecutor(5) as pool:
        reported = pool.submit(report)
        paid = [pool.submit(pay, number) for number in range(4)]
        reported.result()
    with bank.begin() as db:
        (report_,) = db.execute(select(LossReport)).scalars()
        done = sum(one.result() for one in paid)
        assert len(accounts.recent(db, first_item(db, lost).account_id, 50)) == 6 + done
        assert report_.item == key
        with pytest.raises(AccountStopped):
            top_up(db, paying, "afterwards")


def test_a_payment_already_begun_waits_for_the_report_and_is_refused(
    bank: sessionmaker[Session],
) -> None:
    with bank.begin() as db:
        paying, lost = calling(db), verified(db)
        key = first_item(db, lost).key
    begun = Barrier(2)

    def pay() -> bool:
        begun.wait()
        try:
            database.transaction(bank, lambda db: top_up(db, paying))
        except AccountStopped:
            return False
        return True

    with ThreadPoolExecutor(1) as pool:
        with bank.begin() as db:
            loss_reports.report(db, key, yes(lost))
            paid = pool.submit(pay)
            begun.wait()
        assert paid.result() is False


def test_a_card_that_was_never_activated_is_not_offered(db):
    lost = verified(db, LIU)
    owned = loss_reports.items(db, calls.verified_customer(db, lost))
    assert [item.kind for item in owned] == ["debit_card"]
