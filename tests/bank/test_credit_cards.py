"""A credit card is repaid once per yes, activated by who knew enough, and its limit decided by staff."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from tests.bank.conftest import CHEN, LIU, NOW, ZHOU, calling, yes
from voicebot.bank import calls, credit_cards, documents, ledger, limit_requests
from voicebot.bank.errors import NotAuthenticated, RequestClosed, UnknownCard
from voicebot.bank.rules import RULES, Rules
from voicebot.bank.tables import CreditCard, SmsMessage, Voucher

TODAY = NOW.date()
UNTIL = date(2026, 12, 31)
DECIDED_BY = Rules.parse_obj({"security": {"approvers": ["马经理", "李经理"]}})


def card_of(db, call_id, activated=True):
    customer = calls.authenticated_customer(db, call_id)
    return credit_cards.cards(db, customer, activated=activated)[0]


def test_a_repayment_is_posted_with_its_voucher_once(db):
    call_id = calling(db)
    card = card_of(db, call_id)
    owed = credit_cards.standing(db, card, TODAY).owed_fen
    first, second = (credit_cards.repay(db, card.id, 500_00, yes(call_id)) for _ in range(2))
    assert (first.repeated, second.repeated) == (False, True)
    assert db.get(Voucher, first.voucher_number).call_id == call_id
    assert credit_cards.standing(db, card, TODAY).owed_fen == owed - 500_00
    assert ledger.find_faults(db) == []


def test_limit_debt_and_what_is_left_add_up(db):
    for phone in (ZHOU, CHEN):
        now = credit_cards.standing(db, card_of(db, calling(db, phone)), TODAY)
        assert now.owed_fen + now.available_fen == now.limit_fen


def test_a_repayment_of_today_lowers_what_is_open_of_the_bill(db):
    call_id = calling(db)
    card = card_of(db, call_id)
    before = credit_cards.statement(db, card, TODAY)
    credit_cards.repay(db, card.id, before.minimum_fen, yes(call_id))
    after = credit_cards.statement(db, card, TODAY)
    assert after.bill_fen == before.bill_fen
    assert after.open_minimum_fen == 0
    assert after.open_fen == before.open_fen - before.minimum_fen


def test_purchases_come_newest_first_without_the_repayments(db):
    bought = credit_cards.purchases(db, card_of(db, calling(db)), 50)
    assert len(bought) == 10
    assert all(entry.amount_fen < 0 for entry in bought)
    assert [entry.at for entry in bought] == sorted((entry.at for entry in bought), reverse=True)


def test_nobody_repays_or_activates_the_card_of_another_customer(db):
    zhou, chen = calling(db), calling(db, CHEN)
    documents.check_document(db, zhou, "4321", NOW)
    for act in (
        lambda: credit_cards.repay(db, card_of(db, chen).id, 100, yes(zhou)),
        lambda: credit_cards.activate(db, card_of(db, chen).id, yes(zhou)),
        lambda: limit_requests.request(db, card_of(db, chen).id, 100, UNTIL, yes(zhou)),
    ):
        with pytest.raises(UnknownCard):
            act()


def test_the_pin_alone_activates_nothing(db):
    liu = calling(db, LIU)
    card = card_of(db, liu, activated=False)
    with pytest.raises(NotAuthenticated):
        credit_cards.activate(db, card.id, yes(liu))
    documents.check_document(db, liu, "8834", NOW)
    assert credit_cards.activate(db, card.id, yes(liu)).activated_at == NOW


def test_an_activation_is_told_once_and_keeps_its_first_time(db):
    liu = calling(db, LIU)
    documents.check_document(db, liu, "8834", NOW)
    card = card_of(db, liu, activated=False)
    for key in ("a", "b"):
        credit_cards.activate(db, card.id, yes(liu, key))
    assert len(db.execute(select(SmsMessage)).scalars().all()) == 1


def asked(db, phone=ZHOU, fen=30_000_00):
    db.info[RULES] = DECIDED_BY
    call_id = calling(db, phone)
    return limit_requests.request(db, card_of(db, call_id).id, fen, UNTIL, yes(call_id))


def test_a_request_changes_nothing_until_it_is_approved(db):
    wish = asked(db)
    card = db.get(CreditCard, wish.card_id)
    assert limit_requests.limit_fen(db, card, TODAY) == 20_000_00
    limit_requests.decide(db, wish.number, "approved", "马经理", NOW)
    assert limit_requests.limit_fen(db, card, TODAY) == 30_000_00
    assert limit_requests.limit_fen(db, card, UNTIL) == 30_000_00
    assert limit_requests.limit_fen(db, card, UNTIL + timedelta(days=1)) == 20_000_00


def test_a_refused_request_leaves_the_limit_and_is_told(db):
    wish = asked(db)
    limit_requests.decide(db, wish.number, "refused", "马经理", NOW)
    assert limit_requests.limit_fen(db, db.get(CreditCard, wish.card_id), TODAY) == 20_000_00
    (sms,) = db.execute(select(SmsMessage)).scalars()
    assert "未获批准" in sms.text and wish.number in sms.text


def test_the_same_yes_asks_once_and_a_request_is_decided_once(db):
    assert asked(db).number == asked(db).number
    ((wish, card, customer),) = limit_requests.waiting(db)
    assert (customer.phone, card.id, wish.state) == (ZHOU, wish.card_id, "waiting")
    limit_requests.decide(db, wish.number, "approved", "马经理", NOW)
    assert limit_requests.waiting(db) == []
    with pytest.raises(RequestClosed, match="limits list"):
        limit_requests.decide(db, wish.number, "refused", "李经理", NOW)
