"""What callers say aloud that no record may hold: PINs, account numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.dialogue.language.digits import parse_digits

# More digits in a row than a phone number has.
ACCOUNT_NUMBER = re.compile(r"[零〇幺一二两三四五六七八九洞0-9]{12,}")


def holds_an_account_number(words: str) -> bool:
    """Whether so many digits are said in a row that they can only be an account or a card."""
    return bool(ACCOUNT_NUMBER.search(words))


def tells_a_pin(words: str) -> bool:
    """Whether the caller says a PIN aloud: the word 密码 with at least three digits behind it."""
    _, pin, said = words.partition("密码")
    return bool(pin) and len(parse_digits(said)) >= 3


def without_confidential(readings: Sequence[str]) -> list[str]:
    """Those of what else may have been said that a record may hold."""
    return [
        words for words in readings if not (tells_a_pin(words) or holds_an_account_number(words))
    ]
