"""Whole numbers, read to callers and heard from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.numbers import parse_integer, read_integer


@given(st.integers(0, 10**12))
def test_a_number_that_is_read_is_heard_as_the_same(number):
    assert parse_integer(read_integer(number)) == number


@pytest.mark.parametrize(
    "spoken, number",
    [
        ("三万五", 35_000),
        ("三万零五", 30_005),
        ("三万零五百", 30_500),
        ("一千二", 1_200),
        ("一千零二", 1_002),
        ("一千零二十", 1_020),
        ("十三万二", 132_000),
        ("一百二", 120),
        ("一百一十", 110),
        ("两百零五", 205),
        ("十", 10),
        ("十五", 15),
        ("二十", 20),
        ("两千", 2_000),
        ("俩", 2),
        ("一亿两千万", 120_000_000),
        ("5万", 50_000),
        ("300", 300),
        ("零", 0),
    ],
)
def test_people_say_numbers_in_many_ways(spoken, number):
    assert parse_integer(spoken) == number


@pytest.mark.parametrize("spoken", ["", "五六", "百", "三十五百", "你好", "五零", "千三"])
def test_what_is_no_number_is_not_guessed(spoken):
    assert parse_integer(spoken) is None


@pytest.mark.parametrize(
    "number, reading",
    [
        (110, "一百一十"),
        (10, "十"),
        (12_003, "一万两千零三"),
        (20_000, "两万"),
        (2_222, "两千二百二十二"),
    ],
)
def test_numbers_are_read_as_people_read_them(number, reading):
    assert read_integer(number) == reading


def test_a_negative_number_is_refused():
    with pytest.raises(ValueError, match="negative"):
        read_integer(-1)
