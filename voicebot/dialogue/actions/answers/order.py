"""Which of the caller's orders."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.bank import orders
from voicebot.bank.tables import Order
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import read_date, read_time
from voicebot.dialogue.language.names import find_names


class OrderAnswer(Answer):
    """An order that can still be cancelled, by the product's name. Value: its id."""

    which = "utter_which_order"

    def ask(self, response: str, context: Context) -> list[Reply]:
        if not self._mine(context):
            raise Refusal(Reply("utter_nothing_to_cancel"))
        return [Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        mine = self._mine(context)
        matches = find_names(text, [one.name for one in mine], context.accent)
        ids = tuple(one.id for one in mine if matches and one.name == matches[0].candidate)
        if len(ids) > 1:
            return Heard(candidates=ids)
        return Heard(ids[0]) if ids else None

    def options(self, context: Context) -> Sequence[int]:
        return [one.id for one in self._mine(context)]

    def assume(self, context: Context) -> int | None:
        mine = self._mine(context)
        return mine[0].id if len(mine) == 1 else None

    def phrases(self, context: Context) -> list[str]:
        return [one.name for one in self._mine(context)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        one = orders.by_id(context.db, value)
        day = read_date(one.starts_at.date(), context.now.date())
        option = f"{day}，{read_time(one.starts_at.time())}，{one.name}"
        return Reply("utter_option", {"option": option, "key": key})

    def _mine(self, context: Context) -> Sequence[Order]:
        return orders.cancellable(context.db, context.customer_id or 0, context.now)
