"""Whole numbers as Mandarin says them, both ways.

35000 ⇄ 三万五千      heard besides: 三万五 (the last place is understood), 两, 俩, 一千二, 5万
"""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
DIGIT_VALUES = {digit: value for value, digit in enumerate(DIGITS)} | {
    "〇": 0, "两": 2, "俩": 2, "幺": 1,
}  # fmt: skip
PLACES = {"十": 10, "百": 100, "千": 1000}
BIG_PLACES = {"万": 10_000, "亿": 100_000_000}

NUMBER_SIGNS = frozenset(DIGIT_VALUES) | frozenset(PLACES) | frozenset(BIG_PLACES)


def read_integer(number: int) -> str:
    """The number as it is read aloud, e.g. 12003 → 一万两千零三; ValueError below 0.

    Two thousand and up are 两 (二千 sounds like 一千 on a bad line).
    """
    if number < 0:
        raise ValueError(f"{number} is negative")
    if number < 10_000:
        return _read_below_ten_thousand(number)
    sign, place = ("亿", BIG_PLACES["亿"]) if number >= BIG_PLACES["亿"] else ("万", 10_000)
    high, low = divmod(number, place)
    gap = "零" if 0 < low < place // 10 else ""
    many = "两" if high == 2 else read_integer(high)
    return many + sign + gap + (read_integer_inside(low) if low else "")


def read_integer_inside(number: int) -> str:
    """The number behind a higher place, where ten is 一十: 110 → 一百一十."""
    text = read_integer(number)
    return "一" + text if text.startswith("十") else text


def _read_below_ten_thousand(number: int) -> str:
    if number < 10:
        return DIGITS[number]
    text, gap = "", False
    for sign, place in (("千", 1000), ("百", 100), ("十", 10), ("", 1)):
        digit = number // place % 10
        if digit == 0:
            gap = bool(text)
            continue
        if gap:
            text += "零"
        many = "两" if digit == 2 and place == 1000 else DIGITS[digit]
        text += ("" if digit == 1 and place == 10 and not text else many) + sign
        gap = False
    return text


def parse_integer(text: str) -> int | None:
    """The number that `text` says, all of it; None if it is none.

    A last digit straight behind 百, 千 or 万 counts the place below it (三万五 is 35 000), unless
    零 stands between (三万零五 is 30 005). Digits of the keypad mix in: 5万, 3百.
    """
    if text.isascii() and text.isdigit():
        return int(text)
    total, section, digit = 0, 0, None
    last_place, gap = 0, False
    for sign in text:
        if sign in DIGIT_VALUES or (sign.isascii() and sign.isdigit()):
            value = DIGIT_VALUES[sign] if sign in DIGIT_VALUES else int(sign)
            if sign in "零〇":
                if digit is not None or not (section or total or len(text) == 1):
                    return None
                gap = True
                digit = 0 if len(text) == 1 else None
                continue
            if digit is not None:
                if not (sign.isascii() and digit):
                    return None
                value += digit * 10
            digit = value
        elif sign in PLACES:
            place = PLACES[sign]
            if digit is None and not (place == 10 and section == 0):
                return None
            if section and section % (place * 10):
                return None
            section += (1 if digit is None else digit) * place
            digit, last_place, gap = None, place, False
        elif sign in BIG_PLACES:
            place = BIG_PLACES[sign]
            section += digit or 0
            if not section and not total:
                return None
            if place == BIG_PLACES["亿"]:
                total = (total + section) * place
            else:
                total += section * place
            section, digit, last_place, gap = 0, None, place, False
        else:
            return None
    if digit is not None:
        if last_place >= 100 and not gap:
            digit *= last_place // 10
        section += digit
    elif gap:
        return None
    if not text:
        return None
    return total + section
