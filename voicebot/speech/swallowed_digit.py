"""A digit that the recogniser swallowed: 后四位是五六九 names four and has three.

    heard      后四位是五六九
    may be     后四位是五五六九 五六六九 五六九九    the same digit twice, heard once
               后四位是五六九一 五六九二 五六九五    one without a consonant, behind a vowel

Which one was said is for the sound to tell: each is listened for alone.
"""

from __future__ import annotations

from collections.abc import Collection

from voicebot.dialogue.language.digit_parts import SOME_PLACES, DigitParts
from voicebot.dialogue.language.digits import SPOKEN
from voicebot.dialogue.language.numbers import parse_integer

# Those that the model loses at the end of a number.
SWALLOWED = "一二五"


def with_one_more(text: str, read_back: Collection[str], length: int) -> list[str]:
    """The sentences that `text` may have been, if it names one digit more than it has.

    None of them gives a number of `length` digits that was read back already; the last of
    `read_back` is the one that is being mended.
    """
    match = SOME_PLACES.search(text)
    if not match or not match["count"] or not set(match["digits"]) <= set(SPOKEN):
        return []
    said = match["digits"]
    if parse_integer(match["count"]) != len(said) + 1:
        return []
    twice = (said[:at] + said[at] + said[at:] for at in range(len(said)))
    begin, end = match.span("digits")
    sentences = (
        text[:begin] + digits + text[end:]
        for digits in dict.fromkeys((*twice, *(said + digit for digit in SWALLOWED)))
    )
    known = DigitParts(list(read_back)[-1] if read_back else "", length)
    return [s for s in sentences if (n := known.heard(s)) and n.digits not in read_back]
