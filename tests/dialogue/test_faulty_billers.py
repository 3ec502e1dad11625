"""What callers are told when a biller refuses, is slow, or never answers: always where the money is."""

from __future__ import annotations

import itertools

import pytest
from sqlalchemy import select

from tests.conftest import WITHIN_S
from voicebot.bank import delivery
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import SmsMessage

NUMBER = "640100123456"
shops = itertools.count(1)


class Electricity:
    """The power company of the sandbox, new for each test."""

    def __init__(self, sandbox):
        self.sandbox, self.name = sandbox, f"power_{next(shops)}"
        self.url = sandbox.url(self.name)
        sandbox.has_contract(self.name, NUMBER, 86_50)

    def next_fault(self, what, fault, times=1):
        self.sandbox.next_fault(self.name, what, fault, times)

    def paid(self):
        return [int(line[2]) for line in self.sandbox.statement(self.name)]


@pytest.fixture
def power(sandbox):
    return Electricity(sandbox)


@pytest.fixture
def caller(calls, power):
    caller = calls()
    caller.counterparties = Counterparties(
        caller.bank, {"electricity": power.url}, within_s=WITHIN_S
    )
    caller.enters()
    return caller


def texts(caller):
    with caller.bank.begin() as db:
        return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())


def reads_back(caller):
    caller.says("交我家的电费", "pay_bill")
    assert caller.says("全交")[0] == "utter_confirm_bill"
    return caller.balance_fen()


def sweep(caller):
    delivery.sweep(caller.bank, caller.counterparties, caller.now + delivery.IN_FLIGHT * 2)


def test_a_payment_over_the_network_is_done_while_the_caller_listens(caller, power):
    before = reads_back(caller)
    assert caller.says("是的", "affirm")[0] == "utter_bill_paid"
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [86_50])


def test_a_refusal_is_told_and_the_money_is_back(caller, power):
    before = reads_back(caller)
    power.next_fault("payments", "refused")
    assert caller.says("是的", "affirm") == ["utter_instruction_refused", "utter_anything_else"]
    assert "八十六元五角已经退回您的账户，余额还有一万两千八百五十元六角" in caller.spoken
    assert (caller.balance_fen(), power.paid()) == (before, [])


@pytest.mark.parametrize("fault", ["slow", "lost", "down"])
def test_without_an_answer_the_caller_hears_that_the_money_is_set_aside(caller, power, fault):
    before = reads_back(caller)
    power.next_fault("payments", fault)
    assert caller.says("是的", "affirm") == ["utter_instruction_pending", "utter_anything_else"]
    assert "八十六元五角已经留出来了，结果会发短信告诉您" in caller.spoken
    assert (caller.balance_fen(), texts(caller)) == (before - 86_50, [])
    sweep(caller)
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [86_50])
    assert texts(caller) == ["您的电费，尾号3456，86.50元，已经交好。"]


def test_a_refusal_that_comes_later_is_written(caller, power):
    before = reads_back(caller)
    power.next_fault("payments", "refused")
    power.next_fault("payments", "down")
    caller.says("是的", "affirm")
    power.next_fault("payments", "refused")
    sweep(caller)
    assert (caller.balance_fen(), power.paid()) == (before, [])
    assert texts(caller) == ["您的电费，尾号3456，86.50元，对方没有接受，钱已经退回您的账户。"]


def test_a_biller_that_says_it_knows_the_payment_was_paid_once(caller, power):
    before = reads_back(caller)
    power.next_fault("payments", "duplicate")
    assert caller.says("是的", "affirm")[0] == "utter_bill_paid"
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [86_50])


@pytest.mark.parametrize("fault", ["slow", "lost", "down"])
def test_a_bill_that_cannot_be_looked_up_is_told_and_nothing_moves(caller, power, fault):
    before = caller.entries()
    power.next_fault("contracts", fault)
    told = caller.says("交我家的电费", "pay_bill")
    assert told == ["utter_biller_silent", "utter_anything_else"]
    assert "没有动您的钱" in caller.spoken
    assert caller.entries() == before


def test_the_process_dies_after_the_yes_and_the_caller_says_yes_again(caller, power, monkeypatch):
    before = reads_back(caller)
    asked = caller.state

    def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(delivery, "ask", die)
        with pytest.raises(KeyboardInterrupt):
            caller.says("是的", "affirm")
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [])
    caller.state = asked
    caller.now += delivery.IN_FLIGHT
    assert caller.says("是的", "affirm")[0] == "utter_bill_paid"
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [86_50])


def test_a_second_yes_to_a_pending_payment_pays_nothing_more(caller, power):
    before = reads_back(caller)
    asked = caller.state
    power.next_fault("payments", "lost")
    caller.says("是的", "affirm")
    caller.state = asked
    assert caller.says("是的", "affirm")[0] in ("utter_instruction_pending", "utter_already_done")
    assert (caller.balance_fen(), power.paid()) == (before - 86_50, [86_50])


def test_a_slow_biller_holds_no_transaction_open(caller, power):
    reads_back(caller)
    power.next_fault("payments", "slow")
    seen = []

    def watch(*arguments):
        with caller.bank.begin() as db:
            seen.append(db.execute(select(SmsMessage)).all())
        return send(*arguments)

    send = delivery._send
    delivery._send = watch
    try:
        caller.says("是的", "affirm")
    finally:
        delivery._send = send
    assert seen == [[]]


@pytest.mark.parametrize("outcome", ["utter_later_paid", "utter_later_refused"])
def test_what_came_of_it_after_the_call_is_told_in_the_next_one(caller, calls, power, outcome):
    reads_back(caller)
    power.next_fault("payments", "down")
    caller.says("是的", "affirm")
    if outcome == "utter_later_refused":
        power.next_fault("payments", "refused")
    sweep(caller)
    later = calls()
    later.call_id = "later"
    later.rings()
    later.says("查余额", "ask_balance")
    told = later.keys_pin()
    assert told[:2] == ["utter_outcome_untold", outcome]
    assert "电费，尾号三四五六，八十六元五角，" in later.spoken
    assert outcome not in later.says("查余额", "ask_balance")


def test_an_outcome_that_was_heard_is_not_told_again(caller):
    reads_back(caller)
    assert caller.says("是的", "affirm")[0] == "utter_bill_paid"
    assert "utter_outcome_untold" not in caller.says("查余额", "ask_balance")
