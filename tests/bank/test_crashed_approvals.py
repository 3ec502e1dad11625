"""kill -9 at every step of a transfer above the limit, of the caller's yes and of the approver's:
asked once, made once, always told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import SqliteBanks
from tests.bank.crashes import (
    POINTS,
    books_are_right,
    die_after,
    die_after_commit,
    die_at_begin,
    die_before_commit,
    does_and_dies,
    messages,
    says_yes_and_dies,
    told_at_the_next_call,
)
from tests.dialogue.conftest import MA, NOW, STRICT, Caller, calls_again
from voicebot.bank import approvals, outcomes
from voicebot.bank.database import transaction
from voicebot.bank.errors import UnknownRequest
from voicebot.bank.rules import RULES

AMOUNT_FEN, BALANCE_FEN = 60_000_00, 86_400_00
LATER = NOW + timedelta(minutes=5)
APPROVER = STRICT.security.approvers[0]
# The steps of the caller's yes, each with whether the second person is asked when it ends there.
ASKING = {
    "at the begin": (die_at_begin, False),
    "after the request": (die_after("INSERT INTO approvals"), False),
    "before the commit": (die_before_commit, False),
    "after the commit": (die_after_commit, True),
    "before the answer": (lambda _engine: None, True),
}


@pytest.fixture
def url(sqlite_banks: SqliteBanks) -> Iterator[str]:
    with sqlite_banks.copy() as copy:
        yield copy


@pytest.fixture
def ma(bank: sessionmaker[Session]) -> Caller:
    """马秀英, to whom 60 000 yuan has been read back."""
    bank.kw["info"][RULES] = STRICT
    caller = Caller(bank, MA)
    calls_again(caller)
    told = caller.says("从活期给杨建军转六万块", "transfer")
    assert told[0] == "utter_confirm_transfer_approval_from"
    return caller


@pytest.mark.parametrize("point", ASKING)
def test_a_request_that_was_cut_off_is_not_lost_and_the_same_yes_asks_once(
    ma: Caller, url: str, point: str
) -> None:
    arm, asked = ASKING[point]
    says_yes_and_dies(ma, url, arm)
    assert len(waiting(ma)) == asked
    assert ma.says("是的", "affirm")[0] == "utter_approval_asked"
    assert len(waiting(ma)) == 1
    assert ma.balance_fen() == BALANCE_FEN


@pytest.mark.parametrize("point", ["after the commit", "before the answer"])
def test_who_never_heard_that_somebody_was_asked_is_told_what_they_decided(
    ma: Caller, url: str, point: str
) -> None:
    says_yes_and_dies(ma, url, ASKING[point][0])
    ma.hangs_up(before_hearing_the_end=True)
    approve(ma.bank, waiting(ma)[0])
    (written,) = messages(ma)
    assert "已经复核通过，转账完成" in written
    assert told_at_the_next_call(ma) == "utter_outcome"
    assert ma.balance_fen() == BALANCE_FEN - AMOUNT_FEN


@pytest.mark.parametrize("point", POINTS)
def test_an_approval_that_was_cut_off_is_made_once_and_told(
    ma: Caller, url: str, point: str
) -> None:
    arm, moved = POINTS[point]
    ma.says("是的", "affirm")
    (number,) = waiting(ma)
    does_and_dies(ma.bank, url, arm, lambda bank: approve(bank, number))
    assert ma.balance_fen() == BALANCE_FEN - AMOUNT_FEN * moved
    assert len(messages(ma)) == moved
    if moved:
        with pytest.raises(UnknownRequest, match="is done"):
            approve(ma.bank, number)
    else:
        approve(ma.bank, number)
    assert ma.balance_fen() == BALANCE_FEN - AMOUNT_FEN
    with ma.bank.begin() as db:
        outcomes.send_untold(db, ma.now)
    (written,) = messages(ma)
    assert "已经复核通过，转账完成" in written
    assert told_at_the_next_call(ma) == "utter_outcome"
    assert books_are_right(ma.bank)


def waiting(caller: Caller) -> list[int]:
    with caller.bank.begin() as db:
        return [approval.id for approval in approvals.waiting(db)]


def approve(bank: sessionmaker[Session], number: int) -> None:
    transaction(bank, lambda db: approvals.approve(db, number, APPROVER, LATER))
