"""On which day and at what time a product is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from voicebot.dialogue.actions.answers import part_of_day
from voicebot.dialogue.actions.answers.answer import Context, Heard
from voicebot.dialogue.actions.answers.field import FieldAnswer
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.catalogue.product import Clock, Day, Product
from voicebot.dialogue.language.dates import (
    find_dates,
    find_times,
    parse_keyed_date,
    read_date,
    read_time,
)


class DayFieldAnswer(FieldAnswer):
    """The day on which it begins. Value: the ISO date."""

    def __init__(self, product: Product, name: str, day: Day) -> None:
        super().__init__(product, name)
        self._day = day

    def hear(self, text: str, context: Context) -> Heard | None:
        days = find_dates(text, context.now.date())
        return self._allowed(days[-1].value, context) if days else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        day = parse_keyed_date(keys, context.now.date())
        return self._allowed(day, context) if day else None

    def options(self, context: Context) -> Sequence[str]:
        today, day = context.now.date(), self._day
        ahead = range(day.earliest, day.within + 1)
        days = (today + timedelta(days=days) for days in ahead)
        return [one.isoformat() for one in days if not self._too_late(one, context)]

    def read(self, value: str, context: Context) -> str:
        return read_date(date.fromisoformat(value), context.now.date())

    def _allowed(self, day: date, context: Context) -> Heard:
        ahead = (day - context.now.date()).days
        if not self._day.earliest <= ahead <= self._day.within or self._too_late(day, context):
            return Heard(problem="utter_order_day_refused")
        return Heard(day.isoformat())

    def _too_late(self, day: date, context: Context) -> bool:
        """Whether nothing can be had any more on that day."""
        clocks = [field.time for field in self._product.fields.values() if field.time]
        last = clocks[0].times()[-1] if clocks else time.max
        earliest = context.now + timedelta(hours=self._product.lead_hours)
        return datetime.combine(day, last) < earliest


class TimeFieldAnswer(FieldAnswer):
    """The time at which it begins, the nearest that can be had. Value: HH:MM."""

    depends_on = part_of_day.SLOT

    def __init__(self, product: Product, name: str, clock: Clock) -> None:
        super().__init__(product, name)
        self._clock = clock

    def ask(self, response: str, context: Context) -> list[Reply]:
        told = part_of_day.none_left(self._free(context), context)
        return [*told, *super().ask(response, context)]

    def hear(self, text: str, context: Context) -> Heard | None:
        times = find_times(text)
        if not times:
            return None
        wanted, free = times[-1].value, self._free(context)
        nearest = min(free, key=lambda one: _minutes_between(one, wanted), default=None)
        if nearest is None or _minutes_between(nearest, wanted) > self._clock.every_minutes / 2:
            return Heard(problem="utter_order_time_refused")
        return Heard(nearest.strftime("%H:%M"))

    def options(self, context: Context) -> Sequence[str]:
        free = part_of_day.wanted(self._free(context), context)
        free.sort(key=lambda one: (one.minute, one.hour))
        return [one.strftime("%H:%M") for one in free]

    def read(self, value: str, context: Context) -> str:
        return read_time(time.fromisoformat(value))

    def _free(self, context: Context) -> list[time]:
        """The times of the chosen day that are not too soon; all of them before a day is chosen."""
        days = [f for f in self._product.fields if self._product.fields[f].day]
        day = context.values.get(self._product.slot(days[0]))
        earliest = context.now + timedelta(hours=self._product.lead_hours)
        return [
            one
            for one in self._clock.times()
            if day is None or datetime.combine(date.fromisoformat(day), one) >= earliest
        ]


def _minutes_between(one: time, other: time) -> int:
    return abs((one.hour - other.hour) * 60 + one.minute - other.minute)
