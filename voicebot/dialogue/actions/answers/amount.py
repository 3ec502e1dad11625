"""How much money."""

from __future__ import annotations

import re
from typing import Any

from voicebot.bank import payees
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.found import Found
from voicebot.dialogue.language.money import FEN_PER_YUAN, find_money, read_money
from voicebot.dialogue.language.names import find_names

# An amount without 元 counts where an amount is asked for, or behind one of these.
BEFORE_AMOUNT = re.compile(
    r"(?:转|汇|打|充|交|付|还|是|成|到|给|账户|存折|活期|储蓄|卡)(?:他|她)?$"
)


class AmountAnswer(Answer):
    """An amount of money. Value: fen."""

    slot = "amount"
    misheard = "utter_misheard_amount"

    def ask(self, response: str, context: Context) -> list[Reply]:
        return [Reply(response), Reply("utter_ask_amount_by_key")]

    def hear(self, text: str, context: Context) -> Heard | None:
        names = [payee.name for payee in payees.signed(context.db, context.customer_id or 0)]
        amounts = [
            found
            for found in find_money(text, find_names(text, names, context.accent))
            if found.unit_spoken or self._expected(text, found, context)
        ]
        return Heard(amounts[-1].value) if amounts and amounts[-1].value > 0 else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return Heard(int(keys) * FEN_PER_YUAN) if int(keys) else None

    def offer(self, value: Any, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": self.called(value, context), "key": key})

    def called(self, value: int, context: Context) -> str:
        return read_money(value)

    def _expected(self, text: str, found: Found[int], context: Context) -> bool:
        asked = context.question in (self.slot, "confirm", "change")
        return asked or bool(BEFORE_AMOUNT.search(text[: found.start]))
