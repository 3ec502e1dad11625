"""kill -9 between the transactions of an order and of its cancellation: done once, paid or refunded
once, and told.

On SQLite: what is killed here is the way between the transactions; `test_crashes.py` kills inside
them too, on both databases.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import SqliteBanks
from tests.bank.crashes import (
    books_are_right,
    die_after_commit,
    messages,
    says_yes_and_dies,
    told_at_the_next_call,
)
from tests.dialogue.conftest import Caller
from voicebot.bank import delivery, outcomes
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.tables import MerchantOrder

PRICE_FEN = 19_00
# The transactions of an order, and of a cancellation, in order.
STEPS = ["kept, marked as sent", "the merchant's own", "booked"]
BOOKED = STEPS.index("booked") + 1


def wants_a_meal(caller: Caller) -> None:
    caller.says("订一碗牛肉面明天中午十二点送到店里", "order")


def wants_it_cancelled(caller: Caller) -> None:
    wants_a_meal(caller)
    caller.says("是的", "affirm")
    caller.says("取消订单", "cancel_order")


@dataclass(frozen=True)
class Deed:
    """What the caller is asked to say yes to; what is written and told of it, and when.

    `paid_fen` is what all of it has taken from the account in the end.
    """

    wanted: Callable[[Caller], None]
    pending_sms: str
    pending: str
    done_sms: str
    done: str
    paid_fen: int
    cancelled: int


DEEDS = {
    "order": Deed(
        wants_a_meal,
        *("已经从您的账户留出", "utter_later_pending"),
        *("已经订好", "utter_later_ordered"),
        paid_fen=PRICE_FEN,
        cancelled=0,
    ),
    "cancellation": Deed(
        wants_it_cancelled,
        *("正在取消", "utter_later_cancelling"),
        *("退款19.00元已经到账", "utter_later_cancelled"),
        paid_fen=0,
        cancelled=1,
    ),
}


@pytest.fixture
def url(sqlite_banks: SqliteBanks) -> Iterator[str]:
    with sqlite_banks.copy() as copy:
        yield copy


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_what_was_cut_off_is_done_once_and_told_before_and_after_the_merchant_has_answered(
    url: str, bank: sessionmaker[Session], deed: Deed, step: str
) -> None:
    caller = Caller(bank)
    caller.enters()
    before = caller.balance_fen()
    deed.wanted(caller)
    earlier, number = len(messages(caller)), STEPS.index(step) + 1
    says_yes_and_dies(caller, url, partial(die_after_commit, number=number))
    booked = number >= BOOKED
    with bank.begin() as db:
        outcomes.send_untold(db, caller.now)  # as the service does when a worker has died
    (written,) = messages(caller)[earlier:]
    assert (deed.done_sms if booked else deed.pending_sms) in written
    assert told_at_the_next_call(caller) == (deed.done if booked else deed.pending)
    for minute in (1, 2):  # asking again and again orders, and refunds, no second time
        later = caller.now + delivery.IN_FLIGHT * 6 * minute
        delivery.sweep(bank, Counterparties(bank, now=lambda at=later: at), later)
    assert [text for text in messages(caller)[earlier:] if deed.done_sms in text] == [
        messages(caller)[-1]
    ]
    assert told_at_the_next_call(caller) == ("" if booked else deed.done)
    assert before - caller.balance_fen() == deed.paid_fen
    assert orders(bank) == (1, deed.cancelled)
    assert books_are_right(bank)


@pytest.mark.parametrize("wait", [timedelta(), delivery.IN_FLIGHT])
@pytest.mark.parametrize("deed", DEEDS.values(), ids=DEEDS)
def test_the_same_yes_after_the_crash_orders_and_cancels_once(
    url: str, bank: sessionmaker[Session], deed: Deed, wait: timedelta
) -> None:
    """At once, when it may still be on its way, the caller is told that an answer is waited for."""
    caller = Caller(bank)
    caller.enters()
    before = caller.balance_fen()
    deed.wanted(caller)
    says_yes_and_dies(caller, url, die_after_commit)
    caller.now += wait
    (told, *_) = caller.says("是的", "affirm")
    assert told.endswith("_pending") == (not wait)
    later = caller.now + delivery.IN_FLIGHT * 2
    delivery.sweep(bank, Counterparties(bank, now=lambda: later), later)
    assert before - caller.balance_fen() == deed.paid_fen
    assert orders(bank) == (1, deed.cancelled)
    assert books_are_right(bank)
    assert told_at_the_next_call(caller) == ("" if wait else deed.done)


def orders(bank: sessionmaker[Session]) -> tuple[int, int]:
    """How many the merchant has, and how many of them were taken back."""
    with bank.begin() as db:
        counts = select(func.count(), func.count(MerchantOrder.cancelled_by))
        return tuple(db.execute(counts.select_from(MerchantOrder)).one())
