"""Which contract of a biller: one that the caller saved under a name, or any by its number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import bills
from voicebot.bank.tables import SavedContract
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.answers.long_number import LongNumberAnswer
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.billers import BillerKind
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.numbers import read_integer
from voicebot.dialogue.language.phones import read_tail

OWN = re.compile("保存的|我家|自己家|自家|家里")
FRAMES = ("{}", "{}的", "交{}的", "交{}的{bill}", "查{}的{bill}", "给{}交{bill}", "不是{}")


class ContractAnswer(LongNumberAnswer):
    """A contract of the biller that is known already. Value: the number."""

    slot = "contract"
    depends_on = "biller"

    def length(self, context: Context) -> int:
        return self._kind(context).digits

    def ask_first(self, response: str, context: Context) -> list[Reply]:
        kind = self._kind(context)
        values = {"bill": kind.name, "number": kind.number, "digits": read_integer(kind.digits)}
        return [Reply(response, values)]

    def hear(self, text: str, context: Context) -> Heard | None:
        if "biller" not in context.values:
            return None
        saved = {one.nickname: one.number for one in self._saved(context)}
        named = without_denied(text, find_names(text, list(saved), context.accent))
        if named:
            return Heard(saved[named[0].candidate])
        if saved and OWN.search(text):
            return Heard(next(iter(saved.values())))
        return self.hear_number(text, context)

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._number(keys, context)

    def options(self, context: Context) -> Sequence[str]:
        return [one.number for one in self._saved(context)]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        nickname = next(one.nickname for one in self._saved(context) if one.number == value)
        values = {"nickname": nickname, "tail": read_tail(value), "key": key}
        return Reply("utter_contract_option", values)

    def phrases(self, context: Context) -> list[str]:
        if "biller" not in context.values:
            return []
        bill = self._kind(context).name
        return [f.format(one.nickname, bill=bill) for one in self._saved(context) for f in FRAMES]

    def _number(self, digits: str, context: Context) -> Heard:
        if len(digits) != self._kind(context).digits:
            return Heard(problem="utter_contract_wrong_length")
        return Heard(digits)

    def _saved(self, context: Context) -> list[SavedContract]:
        return bills.saved(context.db, context.customer_id or 0, context.values["biller"])

    def _kind(self, context: Context) -> BillerKind:
        return context.billers[context.values["biller"]]
