"""上午, 中午, 下午, 晚上: what callers say who do not name the hour."""

from __future__ import annotations

import re
from datetime import time

# From the first time up to the second; people count the noon to both halves of the day.
PARTS = {
    "上午": (time(0), time(12)),
    "中午": (time(11, 30), time(13, 30)),
    "下午": (time(12), time(18)),
    "晚上": (time(18), time.max),
}
NAMES = {
    **{name: name for name in PARTS},
    **{"早上": "上午", "早晨": "上午", "清早": "上午", "明早": "上午"},
    **{"晌午": "中午", "后晌": "下午", "午后": "下午"},
    **{"傍晚": "晚上", "晚夕": "晚上", "夜里": "晚上"},
    **{"今晚": "晚上", "明晚": "晚上", "后晚": "晚上"},
}
NAMED = re.compile("|".join(NAMES))


def find_part_of_day(text: str) -> str | None:
    """The part of the day that is named last in the text: a key of PARTS."""
    named = NAMED.findall(text)
    return NAMES[named[-1]] if named else None


def is_in(part: str, clock: time) -> bool:
    """Whether the time belongs to the part of the day."""
    begins, ends = PARTS[part]
    return begins <= clock < ends
