"""Sentences that were written for an SMS, read aloud."""

from __future__ import annotations

import re

from voicebot.dialogue.language.digits import read_digits
from voicebot.dialogue.language.money import read_money

AMOUNT = re.compile(r"(\d[\d,]*)\.(\d\d)元")
DIGITS = re.compile(r"\d+")


def read_written(text: str) -> str:
    """Amounts as money (86.50元 → 八十六元五角), other numbers digit by digit (尾号三四五六)."""
    spoken = AMOUNT.sub(lambda m: read_money(int(m[1].replace(",", "")) * 100 + int(m[2])), text)
    return DIGITS.sub(lambda m: read_digits(m[0]), spoken)
