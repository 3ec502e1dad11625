"""What for, on which day, at what time: the free ones at the branch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from voicebot.bank import bookings
from voicebot.dialogue.actions.answers import part_of_day
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import (
    find_dates,
    find_times,
    parse_keyed_date,
    read_date,
    read_time,
)
from voicebot.dialogue.language.denied import without_denied
from voicebot.dialogue.language.names import find_names

BOOKING_DAYS = 30


class PurposeAnswer(Answer):
    """What is to be done at the branch. Value: as it is read back."""

    def hear(self, text: str, context: Context) -> Heard | None:
        names = self._names(context)
        matches = without_denied(text, find_names(text, list(names), context.accent))
        return Heard(names[matches[0].candidate]) if matches else None

    def options(self, context: Context) -> Sequence[str]:
        return list(context.named.purposes)

    def phrases(self, context: Context) -> list[str]:
        return list(self._names(context))

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": value, "key": key})

    def _names(self, context: Context) -> dict[str, str]:
        """Whatever callers call it → as it is read back."""
        purposes = context.named.purposes.items()
        return {name: purpose for purpose, also in purposes for name in (purpose, *also)}


class DayAnswer(Answer):
    """The day of an appointment. Value: the ISO date."""

    def hear(self, text: str, context: Context) -> Heard | None:
        days = find_dates(text, context.now.date())
        return self._open(days[-1].value, context) if days else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        day = parse_keyed_date(keys, context.now.date())
        return self._open(day, context) if day else None

    def options(self, context: Context) -> Sequence[str]:
        today = context.now.date()
        days = (today + timedelta(days=ahead) for ahead in range(BOOKING_DAYS))
        return [day.isoformat() for day in days if self._slots(day, context)]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        day = read_date(date.fromisoformat(value), context.now.date())
        return Reply("utter_option", {"option": day, "key": key})

    def _open(self, day: date, context: Context) -> Heard:
        if (day - context.now.date()).days >= BOOKING_DAYS:
            return Heard(problem="utter_day_too_far")
        if not self._slots(day, context):
            return Heard(problem="utter_day_closed")
        return Heard(day.isoformat())

    def _slots(self, day: date, context: Context) -> list[time]:
        branch_id = context.values.get("branch") or bookings.branches(context.db)[0].id
        return bookings.free_slots(context.db, branch_id, day, context.now)


class TimeAnswer(Answer):
    """The time of an appointment. Value: HH:MM."""

    depends_on = part_of_day.SLOT

    def ask(self, response: str, context: Context) -> list[Reply]:
        return [*part_of_day.none_left(self._slots(context), context), Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        times = find_times(text)
        if not times:
            return None
        value = times[-1].value
        placed = "day" in context.values and "branch" in context.values
        if placed and value not in self._slots(context):
            return Heard(problem="utter_time_taken")
        return Heard(value.strftime("%H:%M"))

    def options(self, context: Context) -> Sequence[str]:
        # The full hours first: fewer options lead to most callers' time.
        slots = part_of_day.wanted(self._slots(context), context)
        slots.sort(key=lambda slot: (slot.minute, slot.hour))
        return [slot.strftime("%H:%M") for slot in slots]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        clock = read_time(time.fromisoformat(value))
        return Reply("utter_option", {"option": clock, "key": key})

    def _slots(self, context: Context) -> list[time]:
        day = date.fromisoformat(context.values["day"])
        return bookings.free_slots(context.db, context.values["branch"], day, context.now)
