"""A number of many digits that is heard in parts, read back in parts and mended in parts.

heard      幺三九            零九五幺          零零零
read back  幺三九，零九五幺，零零零
mended     后四位是零零零幺 · 第三位是八 · 中间四位是… · 不是零九五幺是零九五七 · 不对，零零零幺
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from voicebot.dialogue.language.digits import SPOKEN, parse_digits, read_digits
from voicebot.dialogue.language.numbers import parse_integer

MOBILE_LENGTH = 11
MOBILE = re.compile("1[3-9]")
NUMBER = "[一二两三四五六七八九十]+"
DIGIT_WORDS = rf"(?P<digits>(?:[两二三四五六七八九]个|[{SPOKEN}0-9])+)"

ONE_PLACE = re.compile(rf"(?P<from_end>倒数)?第(?P<place>{NUMBER})位(?:应该)?是{DIGIT_WORDS}")
SOME_PLACES = re.compile(
    rf"(?P<where>最后|后面?|末尾?|尾号?|前面?|开头|中间)(?:的?(?P<count>{NUMBER})位)?(?:应该)?是?{DIGIT_WORDS}"
)
EXCHANGED = re.compile(rf"不是(?P<old>[{SPOKEN}0-9]+)[，,]?(?:应该)?是{DIGIT_WORDS}")
WRONG = re.compile("不对|不是|错了|应该是|改成")
# A part said again alone is the one that it is like: at most this many digits differ.
MOST_DIFFERENT = 2


@dataclass(frozen=True)
class DigitParts:
    """`digits` of a number that should have `length`."""

    digits: str
    length: int

    @property
    def parts(self) -> tuple[str, ...]:
        """In the groups in which people write it: 3-4-4, else fours."""
        return tuple(self.digits[start:end] for start, end in self._spans() if self.digits[start:])

    @property
    def missing(self) -> int:
        """How many digits are still to come; negative if there are too many."""
        return self.length - len(self.digits)

    @property
    def is_whole(self) -> bool:
        """Whether it may be a number of this length: no digit missing, a mobile's from 13 to 19."""
        return not self.missing and bool(self.length != MOBILE_LENGTH or MOBILE.match(self.digits))

    def read(self) -> str:
        """As it is read back, a pause between the parts."""
        return "，".join(read_digits(part) for part in self.parts)

    def heard(self, text: str) -> DigitParts | None:
        """The number after `text`: mended, gone on with, said again; None if that is not clear.

        What is said may be about digits that are not there yet: 后四位 goes to the end of `length`.
        """
        if any(about.search(text) for about in (EXCHANGED, ONE_PLACE, SOME_PLACES)):
            return self._mended(text)
        said = parse_digits(text)
        if not said:
            return None
        if len(said) >= self.length or not self.digits:
            return replace(self, digits=said)
        if WRONG.search(text) or self.missing <= 0:
            return self._part_again(said)
        return replace(self, digits=self.digits + said)

    def _mended(self, text: str) -> DigitParts | None:
        if match := EXCHANGED.search(text):
            old, new = parse_digits(match["old"]), parse_digits(match["digits"])
            return replace(self, digits=self.digits.replace(old, new, 1))
        if match := ONE_PLACE.search(text):
            place = parse_integer(match["place"]) or 0
            at = self.length - place if match["from_end"] else place - 1
            return self._with(at, 1, parse_digits(match["digits"]))
        if match := SOME_PLACES.search(text):
            new = parse_digits(match["digits"])
            if match["count"] and parse_integer(match["count"]) != len(new):
                return None  # 后四位, and only three were heard
            return self._with(self._start(match["where"], len(new)), len(new), new)
        return None

    def _start(self, where: str, count: int) -> int:
        if where.startswith(("前", "开")):
            return 0
        if where == "中间":
            return 3 if self.length == MOBILE_LENGTH else (self.length - count) // 2
        return self.length - count

    def _with(self, start: int, count: int, new: str) -> DigitParts | None:
        """`new` instead of `count` digits at `start`, where there is such a place.

        Where a digit was lost or doubled, what lies behind is counted from the end, so the part in
        which that happened is whole again.
        """
        if not 0 <= start <= len(self.digits) or not new or start + len(new) > self.length:
            return None
        behind = self.digits[start + count :]
        if abs(self.missing) == 1:
            behind = self.digits[len(self.digits) - (self.length - start - count) :]
        return replace(self, digits=self.digits[:start] + new + behind)

    def _part_again(self, said: str) -> DigitParts | None:
        """`said` instead of the part that is most like it, if that is one alone."""
        alike = sorted(
            (sum(a != b for a, b in zip(self.digits[start:end], said, strict=False)), start)
            for start, end in self._spans()
            if end - start == len(said) and self.digits[start:end]
        )
        if not alike or alike[0][0] > MOST_DIFFERENT:
            return None
        if len(alike) > 1 and alike[1][0] == alike[0][0]:
            return None
        return self._with(alike[0][1], len(said), said)

    def _spans(self) -> Iterator[tuple[int, int]]:
        start = 0
        if self.length == MOBILE_LENGTH:
            yield 0, 3
            start = 3
        for at in range(start, max(self.length, len(self.digits)), 4):
            yield at, min(at + 4, max(self.length, len(self.digits)))
