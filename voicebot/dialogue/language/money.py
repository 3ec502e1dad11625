"""Amounts of money in fen, as they are said and read.

50000 ⇄ 五百元整      heard besides: 五百块, 两块五, 两百零五块六, 十二点五元, 三毛, 转五百
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.dialogue.language.found import Found
from voicebot.dialogue.language.names import Match
from voicebot.dialogue.language.numbers import (
    BIG_PLACES,
    DIGIT_VALUES,
    DIGITS,
    PLACES,
    parse_integer,
    read_integer,
)

FEN_PER_YUAN = 100

NUMBER = "[零〇一二两俩三四五六七八九十百千万亿0-9]+"
DIGIT = "[零〇一二两俩三四五六七八九0-9]"
# A digit before one of these is not the rest of an amount: 五块三个人.
COUNTED = f"{NUMBER}|[个号月点笔次分]"
SPOKEN = re.compile(
    rf"(?P<yuan>{NUMBER})"
    rf"(?:点(?P<point>{DIGIT}{{1,2}})(?!十))?"
    rf"(?:(?P<unit>块钱|元钱|块|元|圆)"
    rf"(?:零(?P<cents>{DIGIT})(?![毛角])分?"
    rf"|零?(?P<jiao>{DIGIT})(?:毛钱|毛|角|(?!{COUNTED}))(?:(?P<fen>{DIGIT})(?:分钱|分|(?!{COUNTED})))?"
    rf"|(?P<only_fen>{DIGIT})分)?整?)?"
)
SMALL = re.compile(
    rf"(?P<jiao>{DIGIT})(?:毛钱|毛|角)(?:(?P<fen>{DIGIT})(?:分钱|分|(?!{COUNTED})))?"
    rf"|(?P<only_fen>{DIGIT})分(?:钱|$)"
)
# What follows a number that is no amount: 三月, 五号, 三点, 第一个, 六二二八尾号…
NOT_MONEY_AFTER = re.compile(r"[月号日点时年周个次遍下位张笔天份分半朵束袋桶箱斤碗晚瓶岁页刻]")
NOT_MONEY_BEFORE = re.compile(r"(?:[第点周期拜月幺尾午早晚晌]|[早晚]上)$")
# 按五 is a key, 按五百 is none.
KEY_BEFORE = re.compile("按$")
# A digit alone begins other words (一共, 一下, 两晚): it is an amount at a sentence's end only.
DIGIT_ALONE = re.compile(DIGIT)
END_OF_SENTENCE = re.compile("(?:吧|呀|啊|就行|就好)?$")
# 一块儿 is no yuan.
TOGETHER = "儿"
# Stands for a character of a name: 转李四六百 are six hundred.
NAMED = "名"
# A string of single digits (一三九零…) is a phone or card number, not an amount.
DIGIT_STRING = re.compile(r"[零〇一二三四五六七八九幺]{3,}")

# 两万 and 五百 are amounts by themselves; 五 may be a choice, 九零四六 the end of a card number.
MAGNITUDE = re.compile("[百千万亿]")
LAST_PLACE = re.compile("[十百千万亿](?=$)")


def read_money(amount_fen: int) -> str:
    """The amount in full, 元整 at the end when there are no jiao and fen (as on a cheque)."""
    yuan, fen = divmod(amount_fen, FEN_PER_YUAN)
    jiao, fen = divmod(fen, 10)
    if not jiao and not fen:
        return read_integer(yuan) + "元整"
    text = read_integer(yuan) + "元" if yuan else ""
    if jiao:
        text += DIGITS[jiao] + "角"
    elif yuan:
        text += "零"
    return text + (DIGITS[fen] + "分" if fen else "")


def find_money(text: str, names: Sequence[Match] = ()) -> list[Found[int]]:
    """The amounts in `text` in fen, from left to right, the 三 of a 张三 among `names` left out.

    A number without 元 or 块 is found with `unit_spoken` False, unless what stands around it says
    that it is a date, a time, a choice or a string of digits.
    """
    for name in names:
        text = text[: name.start] + NAMED * (name.end - name.start) + text[name.end :]
    amounts = []
    at = 0
    while at < len(text):
        found = _small(text, at) or _amount(text, at)
        if found:
            amounts.append(found)
        at = found.end if found else at + 1
    return amounts


def is_amount_by_itself(found: Found[int]) -> bool:
    """Whether a number can be nothing but an amount, although it was said without 元."""
    return found.unit_spoken or bool(MAGNITUDE.search(found.text))


def may_have_rest(text: str) -> bool:
    """Whether it ends with an amount that others begin with: 三千, 转一万; not 五百块."""
    return bool(LAST_PLACE.search(text)) and any(one.end == len(text) for one in find_money(text))


def goes_on(first: str, rest: str) -> bool:
    """Whether `rest` is what was missing of the amount at the end of `first`: 三千 五百, 一万 二,
    二十 万, 两百 零五块; 三千 四千, 五百 三千 and 三千 不对五百 are two amounts.
    """
    begun = next((found for found in find_money(first) if found.end == len(first)), None)
    if begun is None:
        return False
    whole = next((found for found in find_money(first + rest) if found.start == begun.start), None)
    if whole is None or whole.end <= len(first):
        return False
    alone = next((found for found in find_money(rest) if found.start == 0), None)
    return alone is None or 0 < whole.value - begun.value < _last_place_fen(begun)


def _last_place_fen(amount: Found[int]) -> int:
    """What the last place of the amount is worth: 三千 has thousands, 六百块 one yuan."""
    last = LAST_PLACE.search(amount.text)
    return FEN_PER_YUAN * ({**PLACES, **BIG_PLACES}[last[0]] if last else 1)


def _small(text: str, at: int) -> Found[int] | None:
    match = SMALL.match(text, at)
    if not match or _goes_on_from_number(text, at):
        return None
    value = 10 * _digit(match["jiao"]) + _digit(match["fen"] or match["only_fen"])
    return Found(at, match.end(), match[0], value)


def _amount(text: str, at: int) -> Found[int] | None:
    match = SPOKEN.match(text, at)
    if not match or _goes_on_from_number(text, at):
        return None
    yuan = parse_integer(match["yuan"])
    if yuan is None or text.startswith(TOGETHER, match.end()):
        return None
    point = (match["point"] or "").ljust(2, "0")
    value = yuan * FEN_PER_YUAN + 10 * _digit(point[0]) + _digit(point[1])
    value += 10 * _digit(match["jiao"])
    value += _digit(match["fen"] or match["cents"] or match["only_fen"])
    found = Found(at, match.end(), match[0], value, unit_spoken=bool(match["unit"]))
    return found if found.unit_spoken or _could_be_money(text, found) else None


def _could_be_money(text: str, found: Found[int]) -> bool:
    if DIGIT_STRING.fullmatch(found.text):
        return False
    before = text[: found.start]
    if DIGIT_ALONE.fullmatch(found.text) and (
        KEY_BEFORE.search(before) or not END_OF_SENTENCE.match(text, found.end)
    ):
        return False
    if len(found.text) >= 8 and found.text.isdigit():
        return False
    return not (NOT_MONEY_AFTER.match(text, found.end) or NOT_MONEY_BEFORE.search(before))


def _goes_on_from_number(text: str, at: int) -> bool:
    return at > 0 and bool(re.match(f"{NUMBER}|幺", text[at - 1]))


def _digit(sign: str | None) -> int:
    if not sign:
        return 0
    return int(sign) if sign.isascii() else DIGIT_VALUES[sign]
