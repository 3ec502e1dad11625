"""kill -9 at every step of a payment: never lost, never double, always told."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import partial
from itertools import count
from multiprocessing import get_context

import pytest
from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import opened
from tests.dialogue.conftest import Caller
from voicebot.bank import delivery, outcomes, reconciliation
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import Outcome, SmsMessage

PAID_FEN = 500_00


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(statement: str) -> Callable[[Engine], None]:
    """Dies when the database has carried out this statement, before the next one."""

    def arm(engine: Engine) -> None:
        def executed(_1: object, _2: object, sql: str, *_rest: object) -> None:
            if sql.startswith(statement):
                die()

        event.listen(engine, "after_cursor_execute", executed)

    return arm


def die_at_begin(engine: Engine) -> None:
    event.listen(engine, "begin", die)


def die_before_commit(engine: Engine) -> None:
    event.listen(engine, "commit", die)


def die_after_commit(engine: Engine, number: int = 1) -> None:
    commit, commits = engine.dialect.do_commit, count(1)

    def commit_and_die(connection: object) -> None:
        commit(connection)
        if next(commits) == number:
            die()

    engine.dialect.do_commit = commit_and_die  # type: ignore[method-assign]


# Each with whether the money has moved when the process dies there.
POINTS = {
    "at the begin": (die_at_begin, False),
    "after the journal entry": (die_after("INSERT INTO journal"), False),
    "after the postings": (die_after("INSERT INTO postings"), False),
    "after the voucher": (die_after("INSERT INTO vouchers"), False),
    "after the outcome": (die_after("INSERT INTO outcomes"), False),
    "before the commit": (die_before_commit, False),
    "after the commit": (die_after_commit, True),
    "before the answer": (lambda _engine: None, True),
}


def says_yes_and_dies(caller: Caller, url: str, arm: Callable[[Engine], None]) -> None:
    caller.bank.kw["bind"].dispose()  # a child must not share connections

    def say_yes() -> None:
        with opened(url) as own:
            caller.bank = own
            caller.counterparties = Counterparties(own, now=lambda: caller.now)
            arm(own.kw["bind"])
            caller.says("是的", "affirm")
            die()

    process = get_context("fork").Process(target=say_yes)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


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
    with bank.begin() as db:
        assert reconciliation.find_faults(db) == []
    return caller, paid_fen


def messages(caller: Caller) -> list[str]:
    with caller.bank.begin() as db:
        return list(db.execute(select(SmsMessage.text)).scalars())


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
    with caller.bank.begin() as db:
        assert reconciliation.find_faults(db) == []
        assert None not in db.execute(select(Outcome.told_at)).scalars().all()


# The transactions of a paid bill, in order.
BILL = ["money set aside", "marked as sent", "the biller's own", "booked", "the answer"]


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
    with bank.begin() as db:
        assert reconciliation.find_faults(db) == []


def told_at_the_next_call(caller: Caller) -> str:
    """The outcome that is told after the PIN, and heard to its end."""
    caller.hangs_up()
    caller.rings()
    caller.says("查余额", "ask_balance")
    untold, outcome, *_ = caller.keys_pin()
    assert untold == "utter_outcome_untold"
    caller.hangs_up()
    return outcome
