"""Numbers that nobody needs to see: accounts, cards, telephones, answers to digits questions.

我的号码是一三九零九五一零零零一   ▸   我的号码是•••••••零零零一
"""

from __future__ import annotations

import re

SHOWN = 4
MASK = "•"
DIGITS = "零〇幺一二两三四五六七八九洞0-9"
# A telephone number has eleven digits and may lose some; amounts in words have units between them.
LONG_NUMBER = re.compile(rf"[{DIGITS}](?:[\s，、-]?[{DIGITS}]){{6,}}")
# At a question for a number even a part of one is the number's.
PART_OF_NUMBER = re.compile(rf"[{DIGITS}]{{3,}}")


def masked(text: str) -> str:
    """The text with the last four signs of each long number, the others hidden."""
    return LONG_NUMBER.sub(lambda number: _tail(number[0]), text)


def holds_number(text: str, listen: str) -> bool:
    """Whether the text, heard at a question of the kind `listen`, has a number to keep silent."""
    return bool(LONG_NUMBER.search(text) or (listen == "digits" and PART_OF_NUMBER.search(text)))


def masked_answer(text: str, listen: str) -> str:
    """As `masked`; at a question for digits nothing of the number is left."""
    if listen != "digits":
        return masked(text)
    return PART_OF_NUMBER.sub(lambda number: MASK * len(number[0]), text)


def _tail(number: str) -> str:
    return MASK * (len(number) - SHOWN) + number[-SHOWN:]
