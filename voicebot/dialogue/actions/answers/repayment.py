"""How much of a credit card's debt: all of it, the minimum, or an amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from voicebot.bank import credit_cards
from voicebot.bank.credit_cards import FULL, MINIMUM
from voicebot.bank.tables import CreditCard
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.money import read_money

WORDS = {FULL: "全额|全部|还清|还完|结清|全还|都还", MINIMUM: "最低|最少"}


class RepaymentAnswer(AmountAnswer):
    """Value: FULL, MINIMUM, or fen. Comes after the slot `credit_card`."""

    slot = "repayment"
    misheard = ""  # all that is due has no other

    def ask(self, response: str, context: Context) -> list[Reply]:
        if not credit_cards.standing(context.db, self._card(context), context.now.date()).owed_fen:
            raise Refusal(Reply("utter_card_owes_nothing"))
        return [Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        amount = super().hear(text, context)
        if amount:
            return amount
        # 不还全额，还最低: the one that is meant comes last.
        said = {
            what: [match.start() for match in re.finditer(words, text)]
            for what, words in WORDS.items()
        }
        last = {what: places[-1] for what, places in said.items() if places}
        return Heard(max(last, key=lambda what: last[what])) if last else None

    def options(self, context: Context) -> Sequence[str]:
        minimum_fen = self._fen(MINIMUM, context)
        return [FULL, MINIMUM] if 0 < minimum_fen < self._fen(FULL, context) else [FULL]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        amount = read_money(self._fen(value, context))
        return Reply(f"utter_repay_{value}_option", {"amount": amount, "key": key})

    def _fen(self, value: str, context: Context) -> int:
        card, today = self._card(context), context.now.date()
        return credit_cards.repayment_fen(context.db, card, value, today)

    def _card(self, context: Context) -> CreditCard:
        return context.db.get(CreditCard, context.values["credit_card"])
