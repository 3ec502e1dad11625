"""What a question is answered with: sentences to listen for, and whether a sentence is one."""

from __future__ import annotations

import random
import re
from functools import cache

from voicebot.conversation.turn import Listen, ListenKind
from voicebot.dialogue.language.dates import CLOCK, DAY
from voicebot.dialogue.language.digits import SPOKEN
from voicebot.dialogue.language.numbers import DIGITS, read_integer
from voicebot.speech.amounts import amounts, is_amount

SEED = 96558

NUMBERS = 400
# Card tail, area and middle of a phone number, meters, mobile phones.
NUMBER_LENGTHS = (3, 4, 4, 7, 8, 12, 11, 11, 11, 11)
BEFORE_NUMBER = (
    *"尾号 尾号是 号码是 手机号是 卡号是 户号是 不对".split(),
    *"后四位是 不对后四位是 前三位是 中间四位是 不对中间四位是".split(),
)
REPEATED = rf"[两三四五]个(?=[{SPOKEN}])"
NUMBER = re.compile(
    rf"(?:{'|'.join(sorted(BEFORE_NUMBER, key=len, reverse=True))})?(?:{REPEATED}|[{SPOKEN}])+"
    rf"|(?:不对)?(?:倒数)?第[{DIGITS[1:]}十]+位是[{SPOKEN}]"
)

DAYS = ["今天", "明天", "后天", "大后天"] + [
    week + day for week in ("星期", "周", "下周", "下星期") for day in "一二三四五六"
]
HOURS = ["上午九点", "上午十点", "上午十一点", "中午十二点"] + [
    f"下午{hour}点" for hour in "一两二三四五"
]


@cache
def sentences(kind: ListenKind) -> tuple[str, ...]:
    """What a question of this kind is answered with besides yes, no and the commands.

    The same ones every time: each recogniser of a kind has the same grammar.
    """
    match kind:
        case "money" | "yes_no":
            return amounts()
        case "digits":
            return tuple(_numbers(random.Random(SEED)))
        case "date":
            return tuple(_dates())
        case _:  # at a secret, a grammar of digits would hear a PIN in everything
            return ()


def is_answer(text: str, listen: Listen) -> bool:
    """Whether the whole sentence answers the question.

    A grammar's words also make sentences that nobody says (百五百块, 第五零四五, 不是陈).
    """
    if _has_phrase(text, listen):
        return True
    match listen.kind:
        case "money" | "yes_no":
            return is_amount(text)
        case "digits":
            return bool(NUMBER.fullmatch(text))
        case "date":
            return bool(DAY.search(text) or CLOCK.search(text))
        case _:
            return False


def _has_phrase(text: str, listen: Listen) -> bool:
    return any(phrase in text for phrase in listen.phrases)


def _numbers(chance: random.Random) -> list[str]:
    """Strings of digits, whole and in parts, and corrections of a part."""
    return [_number(chance) for _ in range(NUMBERS)]


def _number(chance: random.Random) -> str:
    length = chance.choice(NUMBER_LENGTHS)
    digits = [chance.choice(DIGITS) for _ in range(length)]
    if length == 11:
        digits[:2] = ["一", chance.choice("三四五六七八九")]
    one = chance.choice("一幺幺")
    text = "".join(one if digit == "一" else digit for digit in digits)
    kind = chance.random()
    if kind < 0.06:
        place = chance.choice("一二三四五六七八九十")
        return f"{chance.choice(('', '不对'))}第{place}位是{text[0]}"
    if kind < 0.14:
        return f"{text[:3]}{chance.choice('两三四五')}个{chance.choice(DIGITS)}{text[6:]}"
    return (chance.choice(BEFORE_NUMBER) if kind < 0.45 else "") + text


def _dates() -> list[str]:
    """Days and times of an appointment, each alone and together."""
    halves = [hour + "半" for hour in HOURS]
    monthly = [f"{read_integer(month)}月" for month in range(1, 13)]
    numbered = [f"{read_integer(day)}号" for day in range(1, 32)]
    both = [day + hour for day in DAYS for hour in HOURS]
    dated = [month + day for month in monthly for day in numbered[::3]]
    return [*DAYS, *HOURS, *halves, *numbered, *dated, *both]
