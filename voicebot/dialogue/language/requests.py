"""Where one sentence may be two requests.

    clauses   查下余额 │再│ 给李四转两百        each has its own verb
    objects   查我家的水费 │和│ 电费            the second takes the verb and the owner of the first
    subjects  卡 │和│ 存折都丢了               what is said of the second is said of both

Only a guess, by grammar: 余额还有多少 and 下个月再转 have such words too. Whether both halves are
requests, and not one, is for whoever understands them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from voicebot.dialogue.language.dates import find_dates
from voicebot.dialogue.language.periods import PERIOD

Kind = Literal["clauses", "objects", "subjects"]

# These join whatever stands around them; 另外一张卡 is another card.
THEN = "然后|顺便|并且|同时|另外(?![一二两三几的那])|还有(?=[请您你帮再把]|麻烦|给我|替我)"
# These do so only between two requests that begin as requests do: 工资到账以后 is none.
AFTER = "完了|之后|以后|接着|还要|还想|还得|再"
AND = "和|以及|还有|与"
JOINT = re.compile(
    f"(?P<then>{THEN})(?:还(?=[要想得])|再|也|就|顺便)*"
    f"|(?P<after>{AFTER})(?:再|也|就|顺便)*|(?P<and>{AND})(?:再|也)*"
)
# 不用再, 不想再: no more, not once more.
DENIED = re.compile("(?:不|别|没|莫)[要用想能会得]?$")

VERBS = (
    "预约|挂失|激活|取消|申请|告诉|查|看|听|念|报|说|问|转|汇|打|充|交(?!易)|缴|付|还(?![有要想得是能可没])|订(?!单)"
    "|定(?!期)|买|约|开|关|退|改|换|送|寄|叫|提|办|补|取|重新"
)
VERB = re.compile(VERBS)
POLITE = (
    "(?:请|麻烦|劳驾|您|你|我|先|再|也|就|想|要|得|需要|帮忙|帮|替我|给我|去|来|能不能|能|可以)*"
)
# A request begins with its verb, or with what stands before a verb (给李四, 把它, 从存折).
BEGINS = re.compile(f"{POLITE}(?:{VERBS}|[给把将从用往到为跟])")
ASKS = re.compile(f"(?:^{POLITE}|[要想请])(?:{VERBS}|[给把将从用往为])")
# What makes more of nouns than a list of them.
SAYS = re.compile("多少|[几哪怎吗没了都各是给]|什么|一共")
EACH = re.compile("各自?|分别|每人|一人")
# Shorter than this is no request (余额).
SHORTEST = 2


@dataclass(frozen=True)
class Halves:
    """What stands before a joint, and behind it with what both share."""

    kind: Kind
    texts: tuple[str, str]


def halves(text: str) -> list[Halves]:
    """Every way to make two requests of the sentence, the first joint first."""
    return list(_halves(text))


def _halves(text: str) -> Iterator[Halves]:
    for joint in JOINT.finditer(text):
        first, second = text[: joint.start()], text[joint.end() :]
        if len(first) < SHORTEST or len(second) < SHORTEST:
            continue
        if joint["then"] or _is_between_clauses(text, joint):
            yield Halves("clauses", (first, second))
        elif joint["and"] and not _says_when(text, joint):
            kind: Kind = "subjects" if SAYS.search(second) else "objects"
            if kind == "objects" and not ASKS.search(first):
                continue
            yield Halves(kind, (first + _said_of_each(second), _shared(first, kind) + second))


def _is_between_clauses(text: str, joint: re.Match[str]) -> bool:
    first, second = text[: joint.start()], text[joint.end() :]
    both_ask = ASKS.search(first) and BEGINS.match(second)
    return bool(both_ask) and not DENIED.search(first) and not _says_when(text, joint)


def _shared(first: str, kind: Kind) -> str:
    """The words of the first half that belong to the second as well: 查我家的, 查."""
    verb = VERB.search(first) if kind == "objects" else None
    return first[: first.rfind("的") + 1] or (verb[0] if verb else "")


def _said_of_each(second: str) -> str:
    """What is said of both: 转五百 of 给张三和李四各转五百."""
    each = EACH.search(second)
    return second[each.end() :] if each else ""


def _says_when(text: str, joint: re.Match[str]) -> bool:
    """Whether a time stands before it: 后天再, 三天以后, 这个月和上个月."""
    days = find_dates(text[: joint.end()], date.today())
    periods = PERIOD.finditer(text[: joint.start()])
    return any(
        end >= joint.start() for end in (*(d.end for d in days), *(p.end() for p in periods))
    )
