"""Which branch."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import bookings
from voicebot.bank.tables import Branch
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.names import find_names

# 解放街网点 names a branch, and where one is asked for so does 解放街.
NAMED = re.compile("(?:支行|网点|分行|分理处|营业部|营业厅)")
PLACE = re.compile("[街路区县镇巷]$|广场$|大道$")
# What stands before a name, or before 网点 where none is named (预约网点, 最近的网点).
BEFORE_NAME = re.compile(
    "[去到在约的是个家条给你您我想一下要把这那哪天号点午有说办查换改成和跟就了]"
)
NO_NAME = re.compile("(?:附近|最近|银行|随便|任何|其他|所有|旁边|当地|本地|.*柜台)?")


class BranchAnswer(Answer):
    """A branch, recognised by the sound of its name. Value: the branch's id."""

    # Asked where a branch is named that there is none of.
    which = "utter_which_branch"
    misheard = "utter_misheard_branch"

    def hear(self, text: str, context: Context) -> Heard | None:
        branches = bookings.branches(context.db)
        short = {branch.name.removesuffix("支行"): branch.id for branch in branches}
        matches = find_names(text, list(short), context.accent)
        if matches:
            return Heard(short[matches[0].candidate])
        asked = context.question == "branch"
        return Heard(candidates=tuple(short.values())) if _names_another(text, asked) else None

    def phrases(self, context: Context) -> list[str]:
        names = [branch.name for branch in bookings.branches(context.db)]
        return [*names, *(name.removesuffix("支行") for name in names)]

    def options(self, context: Context) -> Sequence[int]:
        return [branch.id for branch in bookings.branches(context.db)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": self.called(value, context), "key": key})

    def called(self, value: int, context: Context) -> str:
        return context.db.get(Branch, value).name


def _names_another(text: str, asked: bool) -> bool:
    """Whether the words name a branch, or a place where a branch is asked for."""
    *before, _ = NAMED.split(text)
    names = [BEFORE_NAME.split(words)[-1] for words in before]
    if asked and not before and PLACE.search(text):
        names = [BEFORE_NAME.split(text)[-1]]
    return any(len(name) > 1 and not NO_NAME.fullmatch(name) for name in names)
