"""kill -9 at a step of what a caller or a member of staff does, and what is told afterwards."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from itertools import count
from multiprocessing import get_context
from typing import TypeAlias

from sqlalchemy import event, select
from sqlalchemy.engine import Engine
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import opened
from tests.dialogue.conftest import Caller
from voicebot.bank import reconciliation
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import SmsMessage

Bank: TypeAlias = "sessionmaker[Session]"
Arm: TypeAlias = Callable[[Engine], None]


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(statement: str) -> Arm:
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


# The steps of a movement, each with whether the money has moved when the process dies there.
POINTS: dict[str, tuple[Arm, bool]] = {
    "at the begin": (die_at_begin, False),
    "after the journal entry": (die_after("INSERT INTO journal"), False),
    "after the postings": (die_after("INSERT INTO postings"), False),
    "after the voucher": (die_after("INSERT INTO vouchers"), False),
    "after the outcome": (die_after("INSERT INTO outcomes"), False),
    "before the commit": (die_before_commit, False),
    "after the commit": (die_after_commit, True),
    "before the answer": (lambda _engine: None, True),
}


def does_and_dies(bank: Bank, url: str, arm: Arm, work: Callable[[Bank], None]) -> None:
    """`work` is done by another process, which dies where `arm` says, or at its end."""
    bank.kw["bind"].dispose()  # a child must not share connections

    def do() -> None:
        with opened(url) as own:
            own.kw["info"].update(bank.kw["info"])
            arm(own.kw["bind"])
            work(own)
            die()

    process = get_context("fork").Process(target=do)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def says_yes_and_dies(caller: Caller, url: str, arm: Arm) -> None:
    def say_yes(own: Bank) -> None:
        caller.bank = own
        caller.counterparties = Counterparties(own, now=lambda: caller.now)
        caller.says("是的", "affirm")

    does_and_dies(caller.bank, url, arm, say_yes)


def messages(caller: Caller) -> list[str]:
    with caller.bank.begin() as db:
        return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())


def told_at_the_next_call(caller: Caller) -> str:
    """The outcome that is told after the PIN, and heard to its end; "" if there is none."""
    caller.hangs_up()
    caller.rings()
    caller.says("查余额", "ask_balance")
    first, outcome, *_ = caller.keys_pin()
    caller.hangs_up()
    return outcome if first == "utter_outcome_untold" else ""


def books_are_right(bank: Bank) -> bool:
    with bank.begin() as db:
        return reconciliation.find_faults(db) == []
