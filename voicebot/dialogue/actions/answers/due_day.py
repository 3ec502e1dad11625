"""On which later day money is sent."""

from __future__ import annotations

import re
from datetime import date

from voicebot.bank.schedule import DAYS_AHEAD
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.language.dates import find_dates, parse_keyed_date

# 每个月五号 is no day: the bank sends once by telephone, and says so.
EVERY = re.compile("每个?(?:月|周|星期|礼拜|天|年)|按月")


class DueDayAnswer(Answer):
    """A day after today, at most a year ahead. Value: the ISO date."""

    def hear(self, text: str, context: Context) -> Heard | None:
        if EVERY.search(text):
            return Heard(problem="utter_due_day_once")
        days = [found.value for found in find_dates(text, context.now.date())]
        if not days or (days[-1] <= context.now.date() and context.question != "due_day"):
            return None  # 今天转 is no transfer for later
        return self._later(days[-1], context)

    def keyed(self, keys: str, context: Context) -> Heard | None:
        day = parse_keyed_date(keys, context.now.date())
        return self._later(day, context) if day else None

    def _later(self, day: date, context: Context) -> Heard:
        ahead = (day - context.now.date()).days
        if ahead <= 0:
            return Heard(problem="utter_due_day_not_later")
        if ahead > DAYS_AHEAD:
            return Heard(problem="utter_due_day_too_far")
        return Heard(day.isoformat())
