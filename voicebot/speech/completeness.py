"""How far a caller has come, told from the words: then nobody waits longer than they must.

查余额            a wish that begins no other wish           complete
六百块  上午十点   an amount with its unit, a time            likely over (六百块五, 上午十点半)
转账              … 转账给张三, 转账五百元                    open
给张三转  三千     few stop here (三千五百)                    unfinished
幺三九零九五幺     seven of the eleven digits asked for       partial
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.digits import SPOKEN, parse_digits
from voicebot.speech.end_of_turn import Progress
from voicebot.speech.grammar import COMMANDS, YES_NO
from voicebot.speech.phrases import load_phrases

NUMBER = "[零一二两三四五六七八九十百千万]+"
# Nothing follows 元 or 块钱; behind 块 there may be a digit, behind the hour 半.
WITH_LAST_UNIT = re.compile(rf".*{NUMBER}(?:块钱|元整?|点半)")
WITH_UNIT = re.compile(rf".*{NUMBER}(?:块|点钟?)")
# 三千…五百, 改成六…百, 给张三转…
UNFINISHED = re.compile(
    r".*(?:[十百千万零第]|给|转|是|把|改成)|(?:.*[充值成为是转账])?[一二两三四五六七八九]"
)
# An amount without its unit: 三千…五百, 三万五…千块, 改成…
ENDS_IN_NUMBER = re.compile(rf".*{NUMBER}|{UNFINISHED.pattern}")

# Where a card number is asked for, a mobile number will do: it begins with 1 and has 11 digits.
CARD_DIGITS, MOBILE_DIGITS = 16, 11
# The recogniser loses a digit at times; a caller who still owes this many has not said them yet.
DIGITS_STILL_TO_COME = 3


class Completeness:
    """`sentences` are whole utterances that callers are known to say."""

    def __init__(self, sentences: Iterable[str]) -> None:
        known = sorted({*sentences, *COMMANDS})
        # In sorted order the sentences that go on from one come right behind it.
        self._whole = {
            sentence
            for sentence, following in zip(known, [*known[1:], ""], strict=True)
            if not (following.startswith(sentence) or sentence[-1] in NUMBER)
        }
        # A yes is a yes, although 是 begins 是的.
        self._whole |= {command for command in COMMANDS if len(command) > 1}

    @classmethod
    def load(cls, folder: Path) -> Completeness:
        """From the training phrases in `nlu_data/nlu`; ConfigError if a file is broken."""
        return cls(load_phrases(folder))

    def progress(self, heard: str, listen: Listen) -> Progress:
        """How far somebody has come who answers `listen` and was `heard` so far."""
        if listen.kind == "digits" and listen.max_keys and (digits := parse_digits(heard)):
            known = DigitParts("".join(listen.numbers[-1:]), listen.max_keys)
            if known.missing > 0:
                return _progress_of_digits(known.digits + digits, listen.max_keys)
            return _progress_of_correction(heard, known)
        if listen.kind == "yes_no" and heard in COMMANDS:
            return "complete"
        if listen.kind in ("money", "digits") and heard in YES_NO:
            # Nobody says yes to "how much?"; 十万 begins like 是啊.
            return "unfinished"
        if WITH_UNIT.fullmatch(heard):
            return "likely"
        if heard in self._whole or WITH_LAST_UNIT.fullmatch(heard) or _is_phrase(heard, listen):
            return "complete"
        unfinished = ENDS_IN_NUMBER if listen.kind == "money" else UNFINISHED
        return "unfinished" if unfinished.fullmatch(heard) else "open"


def _progress_of_digits(digits: str, most: int) -> Progress:
    is_mobile = most >= CARD_DIGITS and digits.startswith("1")
    missing = (MOBILE_DIGITS if is_mobile else most) - len(digits)
    if missing <= 0:
        return "complete"
    return "partial" if missing >= DIGITS_STILL_TO_COME else "unfinished"


def _progress_of_correction(heard: str, read_back: DigitParts) -> Progress:
    """后四位是零零零二 is whole; digits alone may be the beginning of the whole number again."""
    mended = read_back.heard(heard)
    is_named = heard[0] not in SPOKEN
    return "complete" if is_named and mended and mended.is_whole else "unfinished"


def _is_phrase(heard: str, listen: Listen) -> bool:
    """Whether it is one of the question's answers and begins no other."""
    following = (phrase for phrase in listen.phrases if phrase.startswith(heard))
    return heard in listen.phrases and all(phrase == heard for phrase in following)
