"""Card, phone and meter numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.digits import parse_digits, read_digits
from voicebot.dialogue.language.phones import read_phone, read_tail


@given(st.text("0123456789", min_size=1, max_size=19))
def test_digits_that_are_read_are_heard_as_the_same(digits):
    assert parse_digits(read_digits(digits)) == digits


@pytest.mark.parametrize(
    "spoken, digits",
    [
        ("幺三九零九五幺零零零幺", "13909510001"),
        ("一三九，零九五一，零零零二", "13909510002"),
        ("五个零", "00000"),
        ("六二二八两个八", "622888"),
        ("是洞幺", "01"),
        ("没有", ""),
    ],
)
def test_people_say_digits_in_many_ways(spoken, digits):
    assert parse_digits(spoken) == digits


def test_a_phone_number_is_read_in_three_four_four():
    assert read_phone("13909510001") == "幺三九，零九五幺，零零零幺"


def test_a_card_is_read_by_its_last_four_digits():
    assert read_tail("6228480010000043321") == "三三二幺"
