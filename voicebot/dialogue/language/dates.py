"""Days and times of an appointment, as they are said and read."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from voicebot.dialogue.language import parts_of_day
from voicebot.dialogue.language.found import Found
from voicebot.dialogue.language.numbers import parse_integer, read_integer

WEEKDAYS = "一二三四五六日"
RELATIVE = {
    **{"大后天": 3, "大后儿": 3, "后天": 2, "后儿": 2, "后日": 2},
    **{"明天": 1, "明儿": 1, "明早": 1, "明晚": 1, "明日": 1},
    **{"今天": 0, "今儿": 0, "今早": 0, "今晚": 0, "今日": 0},
}
# The solar feasts; those of the moon's calendar are asked for as a day.
FEASTS = {
    **{"元旦": (1, 1), "情人节": (2, 14), "妇女节": (3, 8), "劳动节": (5, 1), "儿童节": (6, 1)},
    **{"教师节": (9, 10), "国庆": (10, 1), "平安夜": (12, 24), "圣诞": (12, 25)},
}
NUMBER = "[一二两三四五六七八九十0-9]+"
# 过两天 and 过几天 are no day: nobody counts them.
COUNTED = "(?!两天)" + NUMBER

DAY = re.compile(
    rf"(?P<relative>{'|'.join(RELATIVE)})|过(?P<ahead>{COUNTED})天"
    rf"|(?P<later>{NUMBER})(?:天|(?P<weeks>周|个?星期|个?礼拜))(?:之后|以后|后(?![天儿晌]))"
    r"|(?P<end>下个?|这个?|本)?月底|(?P<year_end>年底|年末)"
    r"|(?P<week>下下个?|下个?|这个?|本)?(?:周|星期|礼拜)(?P<weekday>[二三四五六日天]|一(?![共直起定]))"
    rf"|(?P<feast>{'|'.join(FEASTS)})"
    rf"|(?:(?P<month>{NUMBER}|元)月份?|(?P<next>下个月))?(?P<day>{NUMBER})[号日]"
)
# Before an hour they are short, too: 早七点, 晚八点.
PARTS_OF_DAY = {**parts_of_day.NAMES, "早": "上午", "晚": "晚上"}
CLOCK = re.compile(
    rf"(?P<part>{'|'.join(PARTS_OF_DAY)})?"
    rf"(?:差(?P<before>{NUMBER})分)?(?P<hour>{NUMBER})点"
    rf"(?:(?P<half>半)|(?P<quarter>[一三])刻|差(?P<short>{NUMBER})分"
    rf"|零?(?P<minute>{NUMBER})分?|钟|整)?"
)
# 一点 alone is a little (匀一点到存折), unless it stands where a time does; 晚一点 is only later.
LITTLE, EARLIER_OR_LATER = "一点", ("早一点", "晚一点")
BEFORE_A_TIME = re.compile("(?:^|[天号日在约到是就])$")
# Nobody books a branch at three in the night: 三点 alone is 15:00.
FIRST_HOUR_OF_DAY = 8
# How a time is read, up to which hour.
READ_PARTS = {"上午": 12, "中午": 13, "下午": 18, "晚上": 24}


def read_date(day: date, today: date) -> str:
    """The day as people say it: 明天，十一月二十四日，星期二."""
    near = next((name for name, days in RELATIVE.items() if (day - today).days == days), "")
    near = near + "，" if near else ""
    return f"{near}{read_day(day)}，星期{WEEKDAYS[day.weekday()]}"


def read_day(day: date) -> str:
    """The day without its weekday: 十一月二十九日."""
    return f"{read_integer(day.month)}月{read_integer(day.day)}日"


def read_time(clock: time) -> str:
    """The time as people say it: 下午两点半."""
    part = next(part for part, until in READ_PARTS.items() if clock.hour < until)
    hour = clock.hour if clock.hour <= 12 else clock.hour - 12
    spoken_hour = "两" if hour == 2 else read_integer(hour)
    minutes = {0: "", 30: "半"}.get(clock.minute)
    if minutes is None:
        minutes = ("零" if clock.minute < 10 else "") + read_integer(clock.minute) + "分"
    return f"{part}{spoken_hour}点{minutes}"


def find_dates(text: str, today: date) -> list[Found[date]]:
    """The days named in `text`: always today or later; a day that does not exist is passed over."""
    days = []
    for match in DAY.finditer(text):
        day = _day(match, today)
        if day:
            days.append(Found(match.start(), match.end(), match[0], day))
    return days


def find_times(text: str) -> list[Found[time]]:
    """The times named in `text`; an hour before eight without 上午 is in the afternoon."""
    times = []
    for match in CLOCK.finditer(text):
        clock = _clock(match)
        little = match[0] == LITTLE and not BEFORE_A_TIME.search(text[: match.start()])
        if clock and not little and match[0] not in EARLIER_OR_LATER:
            times.append(Found(match.start(), match.end(), match[0], clock))
    return times


def parse_keyed_date(keys: str, today: date) -> date | None:
    """MMDD from the keypad: the next such day; None if there is none."""
    if len(keys) != 4:
        return None
    return _next(today, int(keys[:2]), int(keys[2:]))


def _day(match: re.Match[str], today: date) -> date | None:
    if match["relative"]:
        return today + timedelta(days=RELATIVE[match["relative"]])
    if match[0].endswith("月底"):
        return _end_of_month(today, ahead=1 if (match["end"] or "").startswith("下") else 0)
    if match["feast"]:
        return _next(today, *FEASTS[match["feast"]])
    if match["year_end"]:
        return date(today.year, 12, 31)
    if match["ahead"]:
        return today + timedelta(days=parse_integer(match["ahead"]) or 0)
    if match["later"]:
        days_each = 7 if match["weeks"] else 1
        return today + timedelta(days=days_each * (parse_integer(match["later"]) or 0))
    if match["weekday"]:
        weekday = 6 if match["weekday"] == "天" else WEEKDAYS.index(match["weekday"])
        monday = today - timedelta(days=today.weekday())
        if weeks := (match["week"] or "").count("下"):
            return monday + timedelta(days=7 * weeks + weekday)
        day = monday + timedelta(days=weekday)
        return day if day >= today else day + timedelta(days=7)
    number = parse_integer(match["day"]) or 0
    if match["next"]:
        year, month = divmod(today.year * 12 + today.month, 12)
        return _date(year, month + 1, number)
    if match["month"]:
        month = 1 if match["month"] == "元" else parse_integer(match["month"]) or 0
        return _next(today, month, number)
    this_month = _date(today.year, today.month, number)
    if this_month and this_month >= today:
        return this_month
    year, month = divmod(today.year * 12 + today.month, 12)
    return _date(year, month + 1, number)


def _end_of_month(today: date, ahead: int) -> date:
    year, month = divmod(today.year * 12 + today.month + ahead, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _next(today: date, month: int, number: int) -> date | None:
    day = _date(today.year, month, number)
    if day is None or day >= today:
        return day
    return _date(today.year + 1, month, number)


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _clock(match: re.Match[str]) -> time | None:
    hour = parse_integer(match["hour"])
    if hour is None:
        return None
    part = PARTS_OF_DAY.get(match["part"])
    is_early = hour < FIRST_HOUR_OF_DAY and part != "上午"
    if hour < 12 and (part in ("下午", "晚上") or is_early):
        hour += 12
    minute = parse_integer(match["minute"]) if match["minute"] else 0
    if match["half"]:
        minute = 30
    elif match["quarter"]:
        minute = 15 if match["quarter"] == "一" else 45
    elif short := match["before"] or match["short"]:
        hour, minute = hour - 1, 60 - (parse_integer(short) or 0)
    try:
        return time(hour, minute or 0)
    except ValueError:
        return None
