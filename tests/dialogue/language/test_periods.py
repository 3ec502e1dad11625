"""In which days a caller wants to look: 上个月, 十月一号到十号."""

from __future__ import annotations

from datetime import date

import pytest

from voicebot.dialogue.language.periods import Period, find_period

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("said", "first", "last", "name"),
    [
        ("十月一号到十月十号的支出", (10, 1), (10, 10), "十月一号到十月十号"),
        ("十月一号到十号花了多少", (10, 1), (10, 10), "十月一号到十月十号"),
        ("从三月到五月的收入", (3, 1), (5, 31), "三月份到五月份"),
        ("上个月到今天", (10, 1), (11, 24), "上个月到今天"),
        ("十一月二十号到三十号", (11, 20), (11, 24), "十一月二十号到今天"),
        ("这两天花了多少", (11, 23), (11, 24), "最近两天"),
        ("上个月到账了吗", (10, 1), (10, 31), "上个月"),
    ],
)
def test_from_one_day_to_another_nothing_between_is_left_out(said, first, last, name):
    assert find_period(said, TODAY) == Period(date(2026, *first), date(2026, *last), name)
