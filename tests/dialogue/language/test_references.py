"""A caller writes a voucher number down: slowly, in parts, nothing lost (A23)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.references import read_reference


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("202611240007", "二零二六；幺幺二四；零零零七"),
        ("88", "八八"),
        ("0007", "零零零七"),
        ("12345", "幺二三；四五"),
        ("123456789", "幺二三；四五六；七八九"),
        ("HT-0042", "零零四二"),
        ("", ""),
    ],
)
def test_a_reference_is_read_in_groups(number, read):
    assert read_reference(number) == read


@given(st.text("0123456789", min_size=2, max_size=24))
def test_what_was_written_down_is_the_number_and_no_digit_stands_alone(number):
    read = read_reference(number)
    assert parse_digits(read) == number
    assert all(2 <= len(group) <= 4 for group in read.split("；"))
