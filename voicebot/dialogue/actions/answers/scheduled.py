"""Which of the transfers that the caller has scheduled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from voicebot.bank import schedule
from voicebot.bank.tables import Payee, ScheduledTransfer
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import find_dates, read_date
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.names import find_names


class ScheduledAnswer(Answer):
    """A scheduled transfer, by its payee or its day. Value: its id."""

    which = "utter_which_scheduled"
    nothing = "utter_nothing_scheduled"

    def hear(self, text: str, context: Context) -> Heard | None:
        planned = self._planned(context)
        names = {one.id: context.db.get(Payee, one.payee_id).name for one in planned}
        named = find_names(text, list(dict.fromkeys(names.values())), context.accent)
        days = [found.value for found in find_dates(text, context.now.date())]
        ids = tuple(
            one.id
            for one in planned
            if (not named or names[one.id] == named[0].candidate)
            and (not days or one.day == days[-1])
        )
        if not (named or days) or not ids:
            return None
        return Heard(ids[0]) if len(ids) == 1 else Heard(candidates=ids)

    def options(self, context: Context) -> Sequence[int]:
        return [one.id for one in self._planned(context)]

    def assume(self, context: Context) -> int | None:
        planned = self._planned(context)
        return planned[0].id if len(planned) == 1 else None

    def offer(self, value: int, key: str, context: Context) -> Reply:
        scheduled = context.db.get(ScheduledTransfer, value)
        told = spoken(scheduled, context.db.get(Payee, scheduled.payee_id), context.now.date())
        return Reply("utter_scheduled_option", told | {"key": key})

    def _planned(self, context: Context) -> list[ScheduledTransfer]:
        return schedule.planned(context.db, context.customer_id)


def spoken(scheduled: ScheduledTransfer, payee: Payee, today: date) -> dict[str, str]:
    """What is read of a scheduled transfer."""
    return {
        "day": read_date(scheduled.day, today),
        "payee": payee.name,
        "amount": read_money(scheduled.amount_fen),
    }
