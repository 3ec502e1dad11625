"""Which electricity meter."""

from __future__ import annotations

import re

from voicebot.bank import bills
from voicebot.bank.errors import UnknownBill
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.answers.long_number import LongNumberAnswer
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.phones import read_tail


class MeterAnswer(LongNumberAnswer):
    """An electricity meter of twelve digits. Value: the digits."""

    slot, length = "meter", 12
    OWN = re.compile("保存的|我家|自己家|家里")

    def ask_first(self, response: str, context: Context) -> list[Reply]:
        own = self.own(context)
        if own is None:
            return [Reply("utter_ask_meter_number")]
        return [Reply(response, {"tail": read_tail(own)})]

    def hear(self, text: str, context: Context) -> Heard | None:
        own = self.own(context)
        if own and self.OWN.search(text):
            return Heard(own)
        return self.hear_number(text, context)

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._meter(keys, context)

    def own(self, context: Context) -> str | None:
        saved = bills.saved_meters(context.db, context.customer_id or 0)
        return saved[0] if saved else None

    def _meter(self, digits: str, context: Context) -> Heard:
        try:
            bills.electricity_due(context.db, digits)
        except UnknownBill:
            return Heard(problem="utter_meter_unknown")
        return Heard(digits)
