"""Which branch."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.bank import bookings
from voicebot.bank.tables import Branch
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.names import find_names


class BranchAnswer(Answer):
    """A branch, recognised by the sound of its name. Value: the branch's id."""

    def hear(self, text: str, context: Context) -> Heard | None:
        branches = bookings.branches(context.db)
        short = {branch.name.removesuffix("支行"): branch.id for branch in branches}
        matches = find_names(text, list(short), context.accent)
        return Heard(short[matches[0].candidate]) if matches else None

    def phrases(self, context: Context) -> list[str]:
        names = [branch.name for branch in bookings.branches(context.db)]
        return [*names, *(name.removesuffix("支行") for name in names)]

    def options(self, context: Context) -> Sequence[int]:
        return [branch.id for branch in bookings.branches(context.db)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.db.get(Branch, value).name, "key": key})
