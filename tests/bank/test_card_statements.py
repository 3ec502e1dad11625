"""A statement's bill, minimum and due date, whatever was bought and paid when."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.bank.card_statements import MinimumRule, last_closing, last_statement
from voicebot.bank.demonstration.cards import CREDIT_CARDS, closing_day

RULE = MinimumRule(percent=10, floor_fen=100_00)
DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
TODAY = date(2026, 11, 24)
ENTRIES = st.lists(
    st.tuples(
        st.datetimes(datetime(2026, 9, 1), datetime(2026, 11, 24)),
        st.integers(-5_000_00, 5_000_00).filter(bool),
    ),
    max_size=12,
)


def statement(entries, today=TODAY, statement_day=5):
    return last_statement(entries, today, statement_day=statement_day, due_days=20, minimum=RULE)


@pytest.mark.parametrize(
    "bill_fen, minimum_fen",
    [(0, 0), (1, 1), (99_99, 99_99), (100_00, 100_00), (500_00, 100_00), (1_000_00, 100_00),
     (1_000_01, 100_01), (3_200_00, 320_00)],
)  # fmt: skip
def test_the_minimum_is_a_tenth_but_a_hundred_yuan_or_the_whole_of_a_small_bill(
    bill_fen, minimum_fen
):
    assert RULE.of(bill_fen) == minimum_fen


@given(st.integers(0, 10**9))
def test_the_minimum_is_never_more_than_the_bill_nor_less_than_a_tenth(bill_fen):
    assert bill_fen / 10 <= RULE.of(bill_fen) <= bill_fen


@given(st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_bigger_bill_has_no_smaller_minimum(bill_fen, more_fen):
    assert RULE.of(bill_fen) <= RULE.of(bill_fen + more_fen)


@given(DAYS, st.integers(1, 28))
def test_the_last_closing_is_a_statement_day_that_is_over_and_the_next_is_not(today, day):
    closed = last_closing(today, day)
    assert closed.day == day
    assert timedelta(days=1) <= today - closed <= timedelta(days=31)


def test_a_statement_day_that_not_every_month_has_is_refused():
    with pytest.raises(ValueError):
        last_closing(TODAY, 29)


def test_a_purchase_on_the_statement_day_is_on_that_bill_and_one_at_midnight_is_not():
    last_second = datetime.combine(date(2026, 11, 5), time(23, 59, 59))
    told = statement([(last_second, -300_00), (last_second + timedelta(seconds=1), -50_00)])
    assert (told.closed_on, told.due_on) == (date(2026, 11, 5), date(2026, 11, 25))
    assert (told.bill_fen, told.minimum_fen) == (300_00, 100_00)


def test_what_was_paid_since_is_not_owed_again():
    told = statement([(datetime(2026, 11, 1), -300_00), (datetime(2026, 11, 20), 120_00)])
    assert (told.open_fen, told.open_minimum_fen) == (180_00, 0)


@given(ENTRIES, st.integers(1, 28))
def test_what_is_open_never_exceeds_the_bill_and_paying_it_closes_it(entries, day):
    told = statement(entries, statement_day=day)
    assert 0 <= told.open_minimum_fen <= told.open_fen <= told.bill_fen
    if told.open_fen:
        paid = [*entries, (datetime.combine(TODAY, time(12)), told.open_fen)]
        assert statement(paid, statement_day=day).open_fen == 0


@given(ENTRIES)
def test_the_order_of_the_entries_does_not_matter(entries):
    assert statement(entries) == statement(entries[::-1])


def test_no_demonstration_bill_is_overdue_whatever_day_it_is():
    for ahead in range(366):
        today = TODAY + timedelta(days=ahead)
        for _, number, _, days, _ in CREDIT_CARDS:
            closes = closing_day(today - timedelta(days=days))
            assert statement([], today, closes).due_on >= today, (number, today)
