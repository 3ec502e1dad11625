"""Days and times of an appointment."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicebot.dialogue.language.dates import (
    find_dates,
    find_times,
    parse_keyed_date,
    read_date,
    read_time,
)

TUESDAY = date(2026, 11, 24)


@given(st.integers(0, 300))
def test_a_day_that_is_read_is_heard_as_the_same(days):
    day = TUESDAY + timedelta(days=days)
    spoken = read_date(day, TUESDAY).split("，星期")[0]
    assert {found.value for found in find_dates(spoken, TUESDAY)} == {day}


@given(st.integers(8, 19), st.sampled_from([0, 5, 15, 30, 45, 59]))
def test_a_time_that_is_read_is_heard_as_the_same(hour, minute):
    clock = time(hour, minute)
    assert [found.value for found in find_times(read_time(clock))] == [clock]


@pytest.mark.parametrize(
    "spoken, day",
    [
        ("明天", date(2026, 11, 25)),
        ("后天下午", date(2026, 11, 26)),
        ("大后天", date(2026, 11, 27)),
        ("周三", date(2026, 11, 25)),
        ("星期一", date(2026, 11, 30)),
        ("下周三", date(2026, 12, 2)),
        ("下个星期天", date(2026, 12, 6)),
        ("十一月二十五号", date(2026, 11, 25)),
        ("二十三号", date(2026, 12, 23)),
        ("下个月五号", date(2026, 12, 5)),
        ("三天之后", date(2026, 11, 27)),
        ("一个礼拜以后", date(2026, 12, 1)),
        ("两周后的下午", date(2026, 12, 8)),
        ("圣诞节", date(2026, 12, 25)),
        ("下下周三", date(2026, 12, 9)),
        ("元月二十号", date(2027, 1, 20)),
        ("明晚上", date(2026, 11, 25)),
        ("一月三日", date(2027, 1, 3)),
        ("明早", date(2026, 11, 25)),
        ("后儿个上午", date(2026, 11, 26)),
        ("元旦那天", date(2027, 1, 1)),
        ("国庆节", date(2027, 10, 1)),
        ("过三天", date(2026, 11, 27)),
        ("月底", date(2026, 11, 30)),
        ("用到年底", date(2026, 12, 31)),
        ("下个月底", date(2026, 12, 31)),
    ],
)
def test_people_name_days_in_many_ways(spoken, day):
    assert [found.value for found in find_dates(spoken, TUESDAY)] == [day]


@pytest.mark.parametrize(
    "spoken, clock",
    [
        ("上午十点", time(10)),
        ("三点", time(15)),
        ("下午两点半", time(14, 30)),
        ("九点一刻", time(9, 15)),
        ("中午十二点", time(12)),
        ("十点二十分", time(10, 20)),
        ("明早八点四十", time(8, 40)),
        ("明早七点", time(7)),
        ("清早七点半", time(7, 30)),
        ("晚夕八点", time(20)),
        ("晌午一点", time(13)),
        ("晚上七点零五", time(19, 5)),
        ("下午五点差十分", time(16, 50)),
        ("差五分九点", time(8, 55)),
    ],
)
def test_people_name_times_in_many_ways(spoken, clock):
    assert [found.value for found in find_times(spoken)] == [clock]


@pytest.mark.parametrize("spoken", ["二月三十号", "五百块", "不知道", "三十二号", "这个礼拜一共"])
def test_a_day_that_does_not_exist_is_not_guessed(spoken):
    assert find_dates(spoken, TUESDAY) == []


@pytest.mark.parametrize(
    "keys, day",
    [("1125", date(2026, 11, 25)), ("0103", date(2027, 1, 3)), ("1332", None), ("11", None)],
)
def test_a_day_is_keyed_as_month_and_day(keys, day):
    assert parse_keyed_date(keys, TUESDAY) == day


@pytest.mark.parametrize("spoken, heard", [("匀一点到存折", 0), ("转一点钱", 0), ("明天一点", 1)])
def test_a_little_is_no_time_of_the_day(spoken, heard):
    assert len(find_times(spoken)) == heard
