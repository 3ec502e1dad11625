"""Strings of digits: card tails, phone and meter numbers, as they are said and read."""

from __future__ import annotations

import re

from voicebot.dialogue.language.numbers import DIGIT_VALUES, DIGITS

SPOKEN = "".join(DIGIT_VALUES) + "洞"
# 五个零 is 00000, 两个八 is 88.
REPEATED = re.compile(rf"([两二三四五六七八九])个([{SPOKEN}0-9])")
# How the letter X is said that ends an ID number of ten. No keypad has it, and it is no digit.
LETTER = "叉|艾克斯|爱克斯"
# 后四位, 第三位, 倒数第二位, 十一位 say which or how many digits, and are none themselves.
PLACE = re.compile(r"(?:第|前|后|间|最|尾|末)?[一二两三四五六七八九十]+位(?:数字?)?")


def read_digits(digits: str) -> str:
    """Digit by digit, 1 as 幺, which cannot be taken for 七: "139" → 幺三九."""
    return "".join("幺" if digit == "1" else DIGITS[int(digit)] for digit in digits)


def parse_digits(text: str) -> str:
    """All digits of `text` in order; everything between them (pauses, 是, 尾号) is passed over."""
    text = REPEATED.sub(lambda match: match[2] * DIGIT_VALUES[match[1]], PLACE.sub("", text))
    values = (_digit(sign) for sign in text)
    return "".join(value for value in values if value is not None)


def _digit(sign: str) -> str | None:
    if sign.isascii() and sign.isdigit():
        return sign
    if sign == "洞":
        return "0"
    value = DIGIT_VALUES.get(sign)
    return None if value is None else str(value)
