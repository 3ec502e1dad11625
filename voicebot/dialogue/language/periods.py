"""Days that have passed, as callers name them when they ask what happened: 上个月, 昨天, 十号."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from voicebot.dialogue.language.numbers import parse_integer, read_integer

DAYS_AGO = {
    "大前天": 3,
    "前天": 2,
    "昨天": 1,
    "昨日": 1,
    "昨儿": 1,
    "今天": 0,
    "今日": 0,
    "今儿": 0,
}
NUMBER = "[一二两三四五六七八九十0-9]+"

PERIOD = re.compile(
    rf"(?P<ago>{'|'.join(DAYS_AGO)})"
    r"|(?P<last_month>上个?月)|(?P<this_month>这个?月|本月|当月)"
    r"|(?P<last_week>上个?(?:周|星期|礼拜))|(?P<this_week>这个?(?:周|星期|礼拜)|本周)"
    r"|(?P<last_year>去年)|(?P<this_year>今年)"
    rf"|(?:最?近|这|过去)(?P<count>{NUMBER}|半)(?P<unit>天|个?(?:周|星期|礼拜)|个月|年)"
    rf"|(?:(?P<month>{NUMBER})月份?)?(?P<day>{NUMBER})[号日]"
    rf"|(?P<whole_month>{NUMBER})月份?"
)

UNTIL = re.compile("(?:一直)?[到至]")


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both counted; `name` is how it is said."""

    first: date
    last: date
    name: str


def find_period(text: str, today: date) -> Period | None:
    """The period named first in the text, or from there to the next (三月到五月, 一号到十号).

    Never after today. None if none is named.
    """
    match = PERIOD.search(text)
    first = _period(match, today) if match else None
    until = UNTIL.match(text, match.end()) if match else None
    second = PERIOD.match(text, until.end()) if until else None
    if match is None or first is None or second is None:
        return first
    last = _period(second, today, match["month"])
    if last is None or last.last < first.first:
        last = Period(today, today, "今天")  # 二十号到三十号 on the 24th
    return Period(first.first, last.last, f"{first.name}到{last.name}")


def recent_days(days: int, today: date) -> Period:
    """The last days, today among them."""
    months = {30: "最近一个月", 90: "最近三个月", 180: "最近半年"}
    name = months.get(days, f"最近{_count(days)}天")
    return Period(today - timedelta(days=days - 1), today, name)


def _period(match: re.Match[str], today: date, month: str | None = None) -> Period | None:
    """`month` is that of a day that is named without one."""
    monday = today - timedelta(days=today.weekday())
    first_of_month = today.replace(day=1)
    match match.lastgroup:
        case "ago":
            day = today - timedelta(days=DAYS_AGO[match[0]])
            return Period(day, day, match[0])
        case "last_month":
            last = first_of_month - timedelta(days=1)
            return Period(last.replace(day=1), last, "上个月")
        case "this_month":
            return Period(first_of_month, today, "这个月")
        case "last_week":
            return Period(monday - timedelta(days=7), monday - timedelta(days=1), "上周")
        case "this_week":
            return Period(monday, today, "本周")
        case "last_year":
            return Period(date(today.year - 1, 1, 1), date(today.year - 1, 12, 31), "去年")
        case "this_year":
            return Period(date(today.year, 1, 1), today, "今年")
        case "unit":
            return _recent(match["count"], match["unit"], today)
        case "day":
            return _past_day(match["month"] or month, match["day"], today)
        case _:
            return _past_month(parse_integer(match["whole_month"]) or 0, today)


def _recent(count: str, unit: str, today: date) -> Period | None:
    days = {"天": 1, "月": 30, "年": 360}.get(unit[-1], 7)
    number = 0.5 if count == "半" else parse_integer(count) or 0
    return recent_days(int(number * days), today) if int(number * days) else None


def _past_day(month: str | None, day: str, today: date) -> Period | None:
    """The last day of this number, in the month that was named or the last that had it."""
    number = parse_integer(day) or 0
    named = parse_integer(month) if month else None
    for back in range(12):
        year, index = divmod(today.year * 12 + today.month - 1 - back, 12)
        if named not in (None, index + 1):
            continue
        try:
            found = date(year, index + 1, number)
        except ValueError:
            continue
        if found <= today:
            name = f"{read_integer(found.month)}月{read_integer(found.day)}号"
            return Period(found, found, name)
    return None


def _past_month(number: int, today: date) -> Period | None:
    if not 1 <= number <= 12:
        return None
    year = today.year if number <= today.month else today.year - 1
    first = date(year, number, 1)
    following = date(year + number // 12, number % 12 + 1, 1)
    return Period(first, min(following - timedelta(days=1), today), f"{read_integer(number)}月份")


def _count(number: int) -> str:
    return "两" if number == 2 else read_integer(number)
