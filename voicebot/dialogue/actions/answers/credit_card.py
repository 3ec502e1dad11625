"""Which credit card: one in use, or one that waits to be activated."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.bank import credit_cards
from voicebot.bank.tables import CreditCard
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.digits import read_digits
from voicebot.dialogue.language.phones import hear_tail, read_tail


class CreditCardAnswer(Answer):
    """A credit card of the caller's, by the end of its number. Value: the card's id."""

    which = "utter_ask_credit_card"

    def __init__(self, slot: str, *, activated: bool, none: str) -> None:
        self._slot = slot
        self._activated = activated
        self._none = none

    def ask(self, response: str, context: Context) -> list[Reply]:
        if not self._cards(context):
            raise Refusal(Reply(self._none))
        return super().ask(response, context)

    def hear(self, text: str, context: Context) -> Heard | None:
        tail = hear_tail(text, asked=context.question == self._slot)
        ids = [card.id for card in self._cards(context) if card.number.endswith(tail)]
        return Heard(ids[0]) if tail and len(ids) == 1 else None

    def options(self, context: Context) -> Sequence[int]:
        return [card.id for card in self._cards(context)]

    def assume(self, context: Context) -> int | None:
        cards = self._cards(context)
        return cards[0].id if len(cards) == 1 else None

    def offer(self, value: int, key: str, context: Context) -> Reply:
        tail = read_tail(context.db.get(CreditCard, value).number)
        return Reply("utter_card_option", {"kind": "信用卡", "tail": tail, "key": key})

    def phrases(self, context: Context) -> list[str]:
        return [f"尾号{read_digits(card.number[-4:])}" for card in self._cards(context)]

    def _cards(self, context: Context) -> list[CreditCard]:
        if not context.customer_id:
            return []
        return credit_cards.cards(context.db, context.customer_id, activated=self._activated)
