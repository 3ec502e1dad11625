"""Which of the caller's own appointments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from voicebot.bank import bookings
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import find_dates, read_date, read_time
from voicebot.dialogue.language.names import find_names


def read_appointment(booked: bookings.Booked, now: datetime) -> dict[str, str]:
    """The slots of everything that tells of an appointment."""
    return {
        "purpose": booked.purpose,
        "branch": booked.branch,
        "day": read_date(booked.at.date(), now.date()),
        "time": read_time(booked.at.time()),
    }


class AppointmentAnswer(Answer):
    """One of the caller's appointments, by its branch or day. Value: its number."""

    which = "utter_which_appointment"

    def ask(self, response: str, context: Context) -> list[Reply]:
        if not self._mine(context):
            raise Refusal(Reply("utter_no_appointments"))
        return [Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        days = [found.value for found in find_dates(text, context.now.date())]
        short = {
            number: one.branch.removesuffix("支行") for number, one in self._mine(context).items()
        }
        named = find_names(text, list(short.values()), context.accent)
        meant = tuple(
            number
            for number, one in self._mine(context).items()
            if (days or named)
            and (not days or one.at.date() in days)
            and (not named or short[number] == named[0].candidate)
        )
        if len(meant) > 1:
            return Heard(candidates=meant)
        return Heard(meant[0]) if meant else None

    def options(self, context: Context) -> Sequence[int]:
        return list(self._mine(context))

    def assume(self, context: Context) -> int | None:
        mine = list(self._mine(context))
        return mine[0] if len(mine) == 1 else None

    def offer(self, value: int, key: str, context: Context) -> Reply:
        told = read_appointment(self._mine(context)[value], context.now)
        option = f"{told['day']}，{told['time']}，{told['branch']}"
        return Reply("utter_option", {"option": option, "key": key})

    def _mine(self, context: Context) -> dict[int, bookings.Booked]:
        mine = bookings.appointments(context.db, context.customer_id or 0, context.now)
        return {one.number: one for one in mine}
