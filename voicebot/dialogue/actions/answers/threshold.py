"""From which amount on the customer is told of a change of the account."""

from __future__ import annotations

import re

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.language.money import FEN_PER_YUAN, find_money, is_amount_by_itself


class ThresholdAnswer(Answer):
    """An amount, or every change (key 1). Value: fen.

    It may come with the wish (超过五百通知我), and where the account is asked for first.
    """

    EVERY = re.compile("每一?笔|每次|全部|所有|都(?:要|行|可以|通知|发|告诉)")

    def hear(self, text: str, context: Context) -> Heard | None:
        if self.EVERY.search(text):
            return Heard(0)
        amounts = find_money(text)
        asked = context.question in ("threshold", "confirm", "change")
        fitting = [found.value for found in amounts if is_amount_by_itself(found) or asked]
        return Heard(fitting[-1]) if fitting else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return Heard(int(keys) * FEN_PER_YUAN)

    def own(self, context: Context) -> int | None:
        return 0
