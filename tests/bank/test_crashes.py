"""kill -9 at every step of a payment: never lost, never double, always told."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.crashes import (
    POINTS,
    books_are_right,
    die_after_commit,
    messages,
    says_yes_and_dies,
    told_at_the_next_call,
)
from tests.dialogue.conftest import Caller
from voicebot.bank import delivery, outcomes
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import Outcome

PAID_FEN = 500_00


@pytest.fixture(params=POINTS)
def crashed(
    request: pytest.FixtureRequest, url: str, bank: sessionmaker[Session]
) -> tuple[Caller, int]:
    """A caller whose yes was being carried out when the process died, and what they paid by it."""
    arm, moved = POINTS[request.param]
    caller = Caller(bank)
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    before = caller.balance_fen()
    says_yes_and_dies(caller, url, arm)
    paid_fen = before - caller.balance_fen()
    assert paid_fen == (PAID_FEN if moved else 0)
    assert books_are_right(bank)
    return caller, paid_fen


def test_who_calls_again_after_the_crash_has_been_told_by_sms_and_is_told_again(
    crashed: tuple[Caller, int],
) -> None:
    caller, paid_fen = crashed
    with caller.bank.begin() as db:
        outcomes.send_untold(db, caller.now)  # as the service does when a worker has died
    caller.hangs_up()
    assert ["五百元整已经转给张三" in text for text in messages(caller)] == [True] * bool(paid_fen)
    caller.rings()
    caller.says("查余额", "ask_balance")
    told = caller.keys_pin()
    assert ("utter_outcome_untold" in told) == bool(paid_fen)
    caller.hangs_up()
    assert len(messages(caller)) == bool(paid_fen)


def test_the_same_yes_after_the_crash_pays_exactly_once_and_is_told(
    crashed: tuple[Caller, int],
) -> None:
    caller, paid_fen = crashed
    total = caller.balance_fen() + paid_fen
    (told, *_) = caller.says("是的", "affirm")
    assert told == ("utter_already_done" if paid_fen else "utter_transfer_done")
    assert caller.balance_fen() == total - PAID_FEN
    caller.hangs_up()
    assert messages(caller) == []
    assert books_are_right(caller.bank)
    with caller.bank.begin() as db:
        assert None not in db.execute(select(Outcome.told_at)).scalars().all()


# The transactions of a paid bill, in order.
BILL = ["money set aside, marked as sent", "the biller's own", "booked"]


@pytest.mark.parametrize("transaction", BILL)
def test_a_bill_whose_payment_was_cut_off_is_told_before_and_after_the_biller_has_answered(
    url: str, bank: sessionmaker[Session], transaction: str
) -> None:
    caller = Caller(bank)
    caller.enters()
    caller.says("交我家的电费", "pay_bill")
    caller.says("全交")
    before, number = caller.balance_fen(), BILL.index(transaction) + 1
    says_yes_and_dies(caller, url, partial(die_after_commit, number=number))
    booked = number >= BILL.index("booked") + 1
    with bank.begin() as db:
        outcomes.send_untold(db, caller.now)  # as the service does when a worker has died
    assert ["已经从您的账户留出" in text for text in messages(caller)] == [not booked]
    told = ["utter_later_pending", "utter_later_paid"]
    assert told_at_the_next_call(caller) == told[booked]
    later = caller.now + delivery.IN_FLIGHT * 2
    delivery.sweep(bank, Counterparties(bank, now=lambda: later), later)
    assert ["已经交好" in text for text in messages(caller)][-1]
    assert booked or told_at_the_next_call(caller) == "utter_later_paid"
    assert before - caller.balance_fen() == 86_50
    assert books_are_right(bank)
