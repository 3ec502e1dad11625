"""A temporary limit of a credit card: how much, until when."""

from __future__ import annotations

import re
from datetime import date, timedelta

from voicebot.bank import limit_requests, tariff
from voicebot.bank.tables import CreditCard
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.language.dates import find_dates, parse_keyed_date
from voicebot.dialogue.language.found import Found
from voicebot.dialogue.language.money import is_amount_by_itself, read_money
from voicebot.dialogue.language.numbers import parse_integer

MONTHS = re.compile("([一二两三])个月")
DAYS_OF_A_MONTH = 30


class LimitAnswer(AmountAnswer):
    """The whole limit that is wanted, more than there is. Value: fen."""

    slot = "limit"

    def hear(self, text: str, context: Context) -> Heard | None:
        return self._higher(super().hear(text, context), context)

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._higher(super().keyed(keys, context), context)

    def _expected(self, text: str, found: Found[int], context: Context) -> bool:
        """Also with the wish (临时额度两万), and where the card is asked for first."""
        return is_amount_by_itself(found) or super()._expected(text, found, context)

    def _higher(self, heard: Heard | None, context: Context) -> Heard | None:
        card = context.db.get(CreditCard, context.values.get("credit_card", 0))
        # Which card is not known yet where the amount is said with the wish.
        if heard and card:
            limit_fen = limit_requests.limit_fen(context.db, card, context.now.date())
            if heard.value <= limit_fen:
                told = {"limit": read_money(limit_fen)}
                return Heard(problem="utter_limit_not_higher", told=told)
        return heard


class LimitDayAnswer(Answer):
    """The last day of a temporary limit. Value: the ISO date."""

    def hear(self, text: str, context: Context) -> Heard | None:
        if months := MONTHS.search(text):
            days = DAYS_OF_A_MONTH * (parse_integer(months[1]) or 0)
            return self._allowed(context.now.date() + timedelta(days=days), context)
        found = find_dates(text, context.now.date())
        return self._allowed(found[-1].value, context) if found else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        day = parse_keyed_date(keys, context.now.date())
        return self._allowed(day, context) if day else None

    def _allowed(self, day: date, context: Context) -> Heard:
        most = tariff.figure(context.db, tariff.TEMPORARY_LIMIT_DAYS)
        if (day - context.now.date()).days > most:
            return Heard(problem="utter_limit_day_too_far")
        return Heard(day.isoformat())
