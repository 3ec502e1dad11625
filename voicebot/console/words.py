"""What the pages call things, in Chinese."""

from __future__ import annotations

from datetime import datetime

REASONS = {
    "low_confidence": "听得不准",
    "asked_again": "没听懂，又问了一遍",
    "corrected": "客户改正过",
    "fell_to_keys": "改用了按键",
    "person_asked": "要人工",
    "person_answered": "人工接了",
    "hung_up": "没办完就挂了",
    "out_of_scope": "不是银行业务",
}
PLACES = {"built in": "程序里的", "numbers, days, names": "数字、日子、名字", "all": "全部"}
HIDDEN = {"": "（没听出字来）", "private": "（号码，不留）", "secret": "（密码，不留）"}
LISTEN = {
    "open": "随便说",
    "choice": "选一项",
    "yes_no": "是或者不是",
    "digits": "号码",
    "money": "金额",
    "date": "日期",
    "name": "名字",
    "secret": "密码",
}


def heard(text: str) -> str:
    """What the caller said or keyed, or why it is not told."""
    return HIDDEN.get(text, text)


def by(by_name: str) -> str:
    """How the caller answered."""
    return "说话" if by_name == "voice" else "按键"


def listen(kind: str) -> str:
    """What was expected."""
    return LISTEN.get(kind, kind)


def when(at: datetime) -> str:
    """A time as staff write it."""
    return f"{at.month}月{at.day}日 {at:%H:%M}"
