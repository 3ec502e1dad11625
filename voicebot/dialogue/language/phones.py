"""Phone numbers and card tails as people write them down."""

from __future__ import annotations

import re

from voicebot.dialogue.language.digits import parse_digits, read_digits

TAIL_DIGITS = 4
TAIL_NAMED = re.compile("尾号(?:是|为)?(.+)")


def read_phone(number: str) -> str:
    """A mobile number in the groups 3-4-4, others in fours, a pause between the groups."""
    if len(number) == 11:
        groups = [number[:3], number[3:7], number[7:]]
    else:
        groups = [number[i : i + 4] for i in range(0, len(number), 4)]
    return "，".join(read_digits(group) for group in groups)


def read_tail(digits: str) -> str:
    """The last four digits of a card or account."""
    return read_digits(digits[-4:])


def hear_tail(text: str, asked: bool) -> str:
    """Four digits behind 尾号, or the only digits where a card is `asked` for; else nothing."""
    named = TAIL_NAMED.search(text)
    digits = parse_digits(named[1] if named else text if asked else "")
    return digits[:TAIL_DIGITS] if named or len(digits) == TAIL_DIGITS else ""
