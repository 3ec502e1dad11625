"""What an order costs to take back, by its terms and the clock; the price by the catalogue's rule."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.bank import orders
from voicebot.bank.errors import TooLate
from voicebot.bank.tables import Order
from voicebot.dialogue.catalogue.catalogue import load_catalogue

CATALOGUE = load_catalogue(Path(__file__).parents[2] / "nlu_data" / "catalogue")
STARTS = datetime(2026, 11, 26, 14, 0)


def an_order(amount_fen: int, free: int, percent: int, until: int) -> Order:
    terms = orders.terms(amount_fen, STARTS, free, percent, until)
    return Order(
        amount_fen=amount_fen,
        starts_at=STARTS,
        free_until=terms.free_until,
        cancel_until=terms.cancel_until,
        fee_fen=terms.fee_fen,
    )


@pytest.mark.parametrize(
    "hours_before, refund_fen", [(30, 120_00), (12, 120_00), (11, 84_00), (2, 84_00)]
)
def test_the_fee_begins_when_the_free_time_is_over(hours_before: int, refund_fen: int) -> None:
    one = an_order(120_00, free=12, percent=30, until=2)
    assert orders.refund_fen(one, STARTS - timedelta(hours=hours_before)) == refund_fen


@pytest.mark.parametrize("percent, until, hours_before", [(30, 2, 1), (0, 0, 11)])
def test_later_it_cannot_be_taken_back(percent: int, until: int, hours_before: int) -> None:
    one = an_order(120_00, free=12, percent=percent, until=until)
    with pytest.raises(TooLate):
        orders.refund_fen(one, STARTS - timedelta(hours=hours_before))


@given(st.integers(1, 10**7), st.integers(0, 100), st.integers(0, 200))
def test_nobody_gets_back_more_than_was_paid_nor_pays_more(
    amount_fen: int, percent: int, hours_before: int
) -> None:
    one = an_order(amount_fen, free=24, percent=percent, until=2)
    try:
        refund_fen = orders.refund_fen(one, STARTS - timedelta(hours=hours_before))
    except TooLate:
        return
    assert 0 <= refund_fen <= amount_fen


@given(st.integers(2, 8), st.sampled_from(["日常打扫", "擦玻璃", "陪着看病"]))
def test_hours_multiply_and_nothing_is_lost_in_rounding(hours: int, kind: str) -> None:
    help_at_home = CATALOGUE["household_help"]
    values = {
        "household_help.kind": kind,
        "household_help.hours": hours,
        "household_help.day": "2026-11-26",
        "household_help.time": "14:00",
        "household_help.address": 1,
    }
    option = help_at_home.fields["kind"].options[kind]
    assert help_at_home.price_fen(values) == hours * int(option.yuan) * 100
    saturday = values | {"household_help.day": "2026-11-28"}
    assert help_at_home.price_fen(saturday) == hours * (int(option.yuan) + 5) * 100
