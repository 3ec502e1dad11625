"""The amounts that the recogniser listens for, in every shape that people give them.

Vosk makes a bigram model of these sentences. Its words are 五百, 三千, 二十 (see the model card),
so two of them hold the shape of an amount: behind 一百 comes 二, 二十, 零 or 块, and never 百.
"""

from __future__ import annotations

from functools import cache

from voicebot.dialogue.language.money import find_money
from voicebot.dialogue.language.numbers import DIGITS

# What callers say before an amount. 是 is understood, not listened for: 是五块 sounds like 十五块.
LISTENED_FOR = "转 转账 充 充值 要 我要转 我要充 给我转 给我充 不对是 改成 改为".split()
BEFORE_AMOUNT = frozenset((*LISTENED_FOR, *"是 就 就是 错了是 应该是".split()))

SAID_OTHERWISE = ("二千", "二万", "二块", "二元", "一十")
ONE_TO_NINE = DIGITS[1:]
UNITS = ("", "块", "元", "块钱")
PLACES = "百千万"


def is_amount(text: str) -> bool:
    """Whether the whole sentence is an amount, with no more before it than callers say there.

    A digit alone is none: people say 八块, and a cough sounds like 八. Nor are 二万 and 一十, for
    people say 两万 and 十: 是二万 is 十二万.
    """
    found = find_money(text)
    if not found or found[-1].end != len(text) or found[-1].text in DIGITS:
        return False
    if found[-1].text.startswith(SAID_OTHERWISE):
        return False
    before = text[: found[-1].start]
    return not before or before in BEFORE_AMOUNT


@cache
def amounts() -> tuple[str, ...]:
    """Each shape with each digit once, so that none is likelier than another by chance."""
    shapes = ["十万", "十万块", "三百元整", "二百", "二百块", *(f"十{unit}" for unit in UNITS)]
    for digit in ONE_TO_NINE:
        shapes += _with_one(digit)
        for other in ONE_TO_NINE:
            shapes += _with_two(digit, other)
    shapes += [
        before + some for before in LISTENED_FOR for some in ("五百", "两千", "一万", "三十")
    ]
    return tuple(dict.fromkeys(shapes))


def _with_one(digit: str) -> list[str]:
    two = _two(digit)
    shapes = [two + place + unit for place in PLACES for unit in UNITS]
    shapes += [f"{two}{unit}" for unit in ("块", "元", "块钱", "毛", "角")]
    shapes += [f"十{digit}", f"十{digit}块", f"十{digit}元", f"十{digit}万"]
    shapes += [f"{two}百零{digit}", f"{two}千零{digit}十", f"{two}万零{digit}百"]
    if digit != "一":
        shapes += [f"{digit}十块零{digit}毛", *(f"{digit}十{unit}" for unit in UNITS)]
    return shapes


def _with_two(digit: str, other: str) -> list[str]:
    two, others = _two(digit), _two(other)
    shapes = [f"{two}{place}{other}" for place in PLACES]  # 一千二, 三万五
    shapes += [f"{two}百{other}十", f"{two}百{other}十块", f"{two}千{others}百"]
    shapes += [f"{two}千{others}百块", f"{two}万{others}千"]
    shapes += [f"{two}块{other}", f"{two}块{other}毛"]
    if digit != "一":
        shapes += [f"{digit}十{other}", f"{digit}十{other}万"]
    return shapes


def _two(digit: str) -> str:
    """Two is 两 before a place and a unit, but not behind 十."""
    return "两" if digit == "二" else digit
