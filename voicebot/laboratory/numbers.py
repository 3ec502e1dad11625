"""Phone numbers by the read-back-and-mend dialogue: a caller who says wrong parts again.

says 幺三九零九五七零零零二      hears 幺三九，零九五七，零零零二
says 中间四位是零九五幺          hears 幺三九，零九五幺，零零零二      says yes
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import parse_digits
from voicebot.laboratory.samples import Sample

Readings = tuple[str, ...]

PHONE_DIGITS = 11
PARTS = ((0, 3), (3, 7), (7, 11))
# After so many the caller presses keys.
MOST_CORRECTIONS = 4


@dataclass(frozen=True)
class NumberCall:
    """How one number was given; `corrections` are the parts that were said again."""

    said: str
    first_heard: str
    agreed: str
    corrections: int

    @property
    def right_at_once(self) -> bool:
        return self.first_heard == self.said

    @property
    def right(self) -> bool:
        return self.agreed == self.said


def give_number(
    whole: Sample, parts: Mapping[int, Sample], hear: Callable[[Sample, Readings], str]
) -> NumberCall:
    """The caller says `whole`, and each of `parts` again while it is read back wrong.

    `hear` is what the bot hears of a sample after it read these numbers back.
    """
    meant = parse_digits(whole.text)
    number = DigitParts("", PHONE_DIGITS)
    number = number.heard(hear(whole, ())) or number
    readings: Readings = (number.digits,)
    while readings[-1] != meant and len(readings) <= MOST_CORRECTIONS:
        wrong = _first_wrong(number.digits, meant)
        number = number.heard(hear(parts[wrong], readings)) or number
        readings += (number.digits,)
    return NumberCall(meant, readings[0], number.digits, len(readings) - 1)


def _first_wrong(digits: str, meant: str) -> int:
    """The first part that is not read back as it was meant; from behind where some are missing."""
    if len(digits) != len(meant):
        tail = PARTS[2][0] - len(meant)
        return 2 if digits[tail:] != meant[tail:] else 1
    return next(i for i, (start, end) in enumerate(PARTS) if digits[start:end] != meant[start:end])
