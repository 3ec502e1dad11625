"""How far a caller has come, told from the words: then nobody waits longer than they must.

查余额  营业时间   a wish that begins no other wish           complete (营业时间是几点 is the same)
六百块  上午十点   an amount with its unit, a time            likely over (六百块五, 上午十点半)
转账              … 转账给张三, 转账五百元                    open
给张三转两百       an order with its amount                   open, if not asked how much
给张三转  五百     few stop here (五百六)                      unfinished
三千               an amount that may have a rest (三千五百)  round
幺三九零九五幺     seven of the eleven digits asked for       partial
幺三九零九五幺零零 nine of them, or a digit was swallowed     nearly
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import takewhile
from pathlib import Path

from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.digit_parts import MOBILE, MOBILE_LENGTH, DigitParts
from voicebot.dialogue.language.digits import SPOKEN, parse_digits
from voicebot.speech.end_of_turn import Progress
from voicebot.speech.grammar import COMMANDS, YES_NO
from voicebot.speech.phrases import has_value, load_requests

NUMBER = "[零一二两三四五六七八九十百千万]+"
# Nothing follows 元 or 块钱; behind 块 there may be a digit, behind the hour 半.
WITH_LAST_UNIT = re.compile(rf".*{NUMBER}(?:块钱|元整?|点半)")
WITH_UNIT = re.compile(rf".*{NUMBER}(?:块|点钟?)")
# An order in one breath ends with its amount: 给李四转两百, 给李四转账一千二.
WITH_AMOUNT = re.compile(rf".+[转汇充交还]账?(?=.*[十百千万]){NUMBER}(?<!零)")
# 三千…五百, 改成六…百, 给张三转…
UNFINISHED = re.compile(
    r".*(?:[十百千万零第]|给|转|是|把|改成)|(?:.*[充值成为是转账])?[一二两三四五六七八九]"
)
# An amount without its unit: 三千…五百, 三万五…千块, 改成… Nobody pays 八毛: that is 十… of 十万.
ENDS_IN_NUMBER = re.compile(rf".*{NUMBER}|{NUMBER}[毛角]|{UNFINISHED.pattern}")

# Who moves thousands has hundreds behind them as often as not; 五百 and 五十 are what most pay, and
# a rest that comes late is put together with them later (`dialogue.actions.second_breath`).
ROUND = re.compile(".*[千万]")
# Behind 三千零 there is something to come, and nobody pays 六: that is 六… of 六百.
WITHOUT_ITS_END = re.compile(".*[百千万]零|[一二两三四五六七八九]")
# The recogniser loses a digit at times; a caller who still owes this many has not said them yet.
DIGITS_STILL_TO_COME = 3


class Completeness:
    """`phrases` are whole utterances that callers are known to say, each with its intent."""

    def __init__(self, phrases: Mapping[str, str]) -> None:
        known = {**dict.fromkeys(COMMANDS, ""), **phrases}
        self._whole = set(_whole(known))
        # A yes is a yes, although 是 begins 是的.
        self._whole |= {command for command in COMMANDS if len(command) > 1}

    @classmethod
    def load(cls, folder: Path) -> Completeness:
        """From the training phrases in `nlu_data/nlu`; ConfigError if a file is broken."""
        return cls(load_requests(folder))

    def progress(self, heard: str, listen: Listen) -> Progress:
        """How far somebody has come who answers `listen` and was `heard` so far."""
        if listen.kind == "digits" and listen.max_keys and (digits := parse_digits(heard)):
            known = DigitParts("".join(listen.numbers[-1:]), listen.max_keys)
            names_a_part = known.digits and heard[0] not in SPOKEN
            if known.missing > 0 and not names_a_part:
                is_said_again = len(digits) > known.missing
                whole = digits if is_said_again else known.digits + digits
                return _progress_of_digits(whole, listen)
            return _progress_of_correction(heard, known)
        if listen.kind == "yes_no" and heard in COMMANDS:
            return "complete"
        if listen.kind in ("money", "digits") and (not heard or heard in YES_NO):
            # Nobody says yes to "how much?"; 十万 begins like 是啊, or like nothing yet.
            return "unfinished"
        if WITH_UNIT.fullmatch(heard):
            return "likely"
        if heard in self._whole or WITH_LAST_UNIT.fullmatch(heard) or _is_phrase(heard, listen):
            return "complete"
        if listen.kind != "money" and WITH_AMOUNT.fullmatch(heard):
            return "open"
        if listen.kind == "money" and WITHOUT_ITS_END.fullmatch(heard):
            return "nearly"
        if listen.kind == "money" and ROUND.fullmatch(heard):
            return "round"
        unfinished = ENDS_IN_NUMBER if listen.kind == "money" else UNFINISHED
        return "unfinished" if unfinished.fullmatch(heard) else "open"


def _whole(known: Mapping[str, str]) -> Iterator[str]:
    """Those that nothing goes on from but what means the same."""
    # In sorted order the phrases that go on from one come right behind it.
    phrases = sorted(known)
    for at, phrase in enumerate(phrases):
        longer = takewhile(lambda other: other.startswith(phrase), phrases[at + 1 :])  # noqa: B023
        same = (known[other] == known[phrase] and not has_value(other) for other in longer)
        if phrase[-1] not in NUMBER and all(same):
            yield phrase


def _progress_of_digits(digits: str, listen: Listen) -> Progress:
    """Where a card number is asked for, a mobile number will do, which nothing follows; behind 16
    digits of a card there may be three more.
    """
    is_mobile = MOBILE_LENGTH in listen.lengths and bool(MOBILE.match(digits))
    has_begun = is_mobile and len(digits) <= MOBILE_LENGTH
    missing = (MOBILE_LENGTH if has_begun else listen.max_keys or 0) - len(digits)
    if missing <= 0:
        return "complete"
    if len(digits) != MOBILE_LENGTH and len(digits) in listen.lengths:
        return "unfinished"
    return "partial" if missing >= DIGITS_STILL_TO_COME else "nearly"


def _progress_of_correction(heard: str, read_back: DigitParts) -> Progress:
    """后四位是零零零二 is whole; digits alone may be the beginning of the whole number again."""
    mended = read_back.heard(heard)
    is_named = heard[0] not in SPOKEN
    return "complete" if is_named and mended and mended.is_whole else "unfinished"


def _is_phrase(heard: str, listen: Listen) -> bool:
    """Whether it is one of the question's answers and begins no other."""
    following = (phrase for phrase in listen.phrases if phrase.startswith(heard))
    return heard in listen.phrases and all(phrase == heard for phrase in following)
