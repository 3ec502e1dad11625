"""kill -9 at every step of a credit card's repayment: never lost, never double, always told."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import SqliteBanks
from tests.bank.crashes import (
    POINTS,
    books_are_right,
    messages,
    says_yes_and_dies,
    told_at_the_next_call,
)
from tests.dialogue.conftest import Caller
from voicebot.bank import outcomes

CARD, BILL_FEN = "6225880010005512", 3_057_30


@pytest.fixture
def url(sqlite_banks: SqliteBanks) -> Iterator[str]:
    with sqlite_banks.copy() as copy:
        yield copy


@pytest.mark.parametrize("point", POINTS)
def test_a_repayment_that_was_cut_off_is_told_and_what_was_not_made_is_made_once(
    url: str, bank: sessionmaker[Session], point: str
) -> None:
    arm, moved = POINTS[point]
    caller = Caller(bank)
    caller.enters()
    account_fen, card_fen = caller.balance_fen(), caller.balance_fen(CARD)
    repays_all(caller)
    says_yes_and_dies(caller, url, arm)
    assert caller.balance_fen() == account_fen - BILL_FEN * moved
    with bank.begin() as db:
        outcomes.send_untold(db, caller.now)  # as the service does when a worker has died
    assert ["三千零五十七元三角" in text for text in messages(caller)] == [True] * moved
    assert told_at_the_next_call(caller) == ("utter_repayment_done" if moved else "")
    if not moved:
        caller.enters()
        repays_all(caller)
        assert caller.says("是的", "affirm")[0] == "utter_repayment_done"
    assert caller.balance_fen() == account_fen - BILL_FEN
    assert caller.balance_fen(CARD) == card_fen + BILL_FEN
    assert books_are_right(bank)


def repays_all(caller: Caller) -> None:
    assert caller.says("全额还信用卡", "repay_card")[0] == "utter_confirm_repayment"
