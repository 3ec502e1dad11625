"""The things a flow can ask for: how each is heard, keyed, offered and read aloud.

A new kind of question is a class here; flows.yml names it by its `slot`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from voicebot.bank import bills, bookings, payees
from voicebot.bank.errors import UnknownBill
from voicebot.bank.tables import Branch, Payee
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.dates import (
    find_dates,
    find_times,
    parse_keyed_date,
    read_date,
    read_time,
)
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.money import FEN_PER_YUAN, find_money
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.phones import read_tail
from voicebot.dialogue.language.sounds import Accent

# Two names this close in sound are told apart by asking.
CLEARLY_MEANT = 0.05
OPTIONS_AT_A_TIME = 3
BOOKING_DAYS = 30
# An amount without 元 counts where an amount is asked for, or behind one of these.
BEFORE_AMOUNT = re.compile(r"(?:转|汇|打|充|交|付|是|成|给)(?:他|她)?$")

# How callers put a name, alone and before an amount.
PAYEE_FRAMES = (
    *("{}", "给{}", "转给{}", "给{}转", "是{}", "不是{}", "改成{}"),
    *("给{}转五百块", "给{}转账一千元", "不是{}是"),
)


@dataclass(frozen=True)
class Context:
    """Where an answer is looked for: the customer, what is known already, the open question."""

    db: Session
    customer_id: int | None
    phone: str
    values: dict[str, Any]
    question: str
    now: datetime
    accent: Accent


@dataclass(frozen=True)
class Heard:
    """A value for the slot, or several that it could be, or a `problem` to tell the caller."""

    value: Any = None
    candidates: tuple[Any, ...] = ()
    problem: str = ""


class Answer:
    """How one slot is answered. What a kind of answer does not have, it inherits as "nothing"."""

    def ask(self, response: str, context: Context) -> list[Reply]:
        """How the question is put; `response` is what the flow names for it."""
        return [Reply(response)]

    def hear(self, text: str, context: Context) -> Heard | None:
        """The value in what the caller said; None if it says nothing about this slot."""
        return None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        """The value of a keyed number."""
        return None

    def options(self, context: Context) -> Sequence[Any]:
        """Values to offer by key; none where any number may be keyed."""
        return ()

    def phrases(self, context: Context) -> list[str]:
        """Sentences that answer it and that only this caller would say (for the recogniser)."""
        return []

    def own(self, context: Context) -> Any:
        """The caller's own number, behind key 1; None if the bank has none."""
        return None

    def offer(self, value: Any, key: str, context: Context) -> Reply:
        """How an option is read."""
        raise LookupError("this answer has no options")


class PayeeAnswer(Answer):
    """A signed payee, recognised by the sound of the name. Value: the payee's id."""

    def hear(self, text: str, context: Context) -> Heard | None:
        signed = self._signed(context)
        matches = find_names(text, [payee.name for payee in signed], context.accent)
        # 不是张三，是李四: the one that is meant comes last.
        said_no = text.rfind("不是")
        if said_no >= 0 and len(matches) > 1:
            matches = [m for m in matches if not said_no <= m.start <= said_no + 3] or matches
        if not matches:
            return None
        close = [m for m in matches if matches[0].score - m.score < CLEARLY_MEANT]
        ids = tuple(payee.id for m in close for payee in signed if payee.name == m.candidate)
        return Heard(ids[0]) if len(ids) == 1 else Heard(candidates=ids)

    def phrases(self, context: Context) -> list[str]:
        names = dict.fromkeys(payee.name for payee in self._signed(context))
        return [frame.format(name) for name in names for frame in PAYEE_FRAMES]

    def options(self, context: Context) -> Sequence[int]:
        return [payee.id for payee in self._signed(context)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        payee = context.db.get(Payee, value)
        values = {"name": payee.name, "bank": payee.bank, "tail": read_tail(payee.tail)}
        return Reply("utter_payee_option", values | {"key": key})

    def _signed(self, context: Context) -> list[Payee]:
        return payees.signed(context.db, context.customer_id) if context.customer_id else []


class AmountAnswer(Answer):
    """An amount of money. Value: fen."""

    def ask(self, response: str, context: Context) -> list[Reply]:
        return [Reply(response), Reply("utter_ask_amount_by_key")]

    def hear(self, text: str, context: Context) -> Heard | None:
        names = [payee.name for payee in payees.signed(context.db, context.customer_id or 0)]
        amounts = [
            found
            for found in find_money(text, find_names(text, names, context.accent))
            if found.unit_spoken or self._expected(text, found.start, context)
        ]
        return Heard(amounts[-1].value) if amounts and amounts[-1].value > 0 else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return Heard(int(keys) * FEN_PER_YUAN) if int(keys) else None

    def _expected(self, text: str, start: int, context: Context) -> bool:
        asked = context.question in ("amount", "confirm", "change")
        return asked or bool(BEFORE_AMOUNT.search(text[:start]))


class PhoneAnswer(Answer):
    """A mobile number of eleven digits. Value: the digits."""

    OWN = re.compile("我的手机|我手机|自己的?手机|本机|这个手机|登记的")

    def hear(self, text: str, context: Context) -> Heard | None:
        if self.OWN.search(text) and context.phone:
            return Heard(context.phone)
        digits = parse_digits(text)
        # Amounts have digits too: only a string that could be a number is one.
        return self._number(digits) if len(digits) >= bills.PHONE_DIGITS - 2 else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._number(keys)

    def own(self, context: Context) -> str | None:
        return context.phone or None

    def _number(self, digits: str) -> Heard:
        try:
            bills.mobile_operator(digits)
        except UnknownBill:
            return Heard(problem="utter_phone_unclear")
        return Heard(digits)


class MeterAnswer(Answer):
    """An electricity meter of twelve digits. Value: the digits."""

    OWN = re.compile("保存的|我家|自己家|家里")

    def ask(self, response: str, context: Context) -> list[Reply]:
        own = self.own(context)
        if own is None:
            return [Reply("utter_ask_meter_number")]
        return [Reply(response, {"tail": read_tail(own)})]

    def hear(self, text: str, context: Context) -> Heard | None:
        own = self.own(context)
        if own and self.OWN.search(text):
            return Heard(own)
        digits = parse_digits(text)
        return self._meter(digits, context) if len(digits) >= 8 else None

    def keyed(self, keys: str, context: Context) -> Heard | None:
        return self._meter(keys, context)

    def own(self, context: Context) -> str | None:
        saved = bills.saved_meters(context.db, context.customer_id or 0)
        return saved[0] if saved else None

    def _meter(self, digits: str, context: Context) -> Heard:
        try:
            bills.electricity_due(context.db, digits)
        except UnknownBill:
            return Heard(problem="utter_meter_unknown")
        return Heard(digits)


class BranchAnswer(Answer):
    """A branch, recognised by the sound of its name. Value: the branch's id."""

    def hear(self, text: str, context: Context) -> Heard | None:
        branches = bookings.branches(context.db)
        short = {branch.name.removesuffix("支行"): branch.id for branch in branches}
        matches = find_names(text, list(short), context.accent)
        return Heard(short[matches[0].candidate]) if matches else None

    def phrases(self, context: Context) -> list[str]:
        names = [branch.name for branch in bookings.branches(context.db)]
        return [*names, *(name.removesuffix("支行") for name in names)]

    def options(self, context: Context) -> Sequence[int]:
        return [branch.id for branch in bookings.branches(context.db)]

    def offer(self, value: int, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.db.get(Branch, value).name, "key": key})


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
        slots = sorted(self._slots(context), key=lambda slot: (slot.minute, slot.hour))
        return [slot.strftime("%H:%M") for slot in slots]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        clock = read_time(time.fromisoformat(value))
        return Reply("utter_option", {"option": clock, "key": key})

    def _slots(self, context: Context) -> list[time]:
        day = date.fromisoformat(context.values["day"])
        return bookings.free_slots(context.db, context.values["branch"], day, context.now)


ANSWERS: dict[str, Answer] = {
    "payee": PayeeAnswer(),
    "amount": AmountAnswer(),
    "phone": PhoneAnswer(),
    "meter": MeterAnswer(),
    "branch": BranchAnswer(),
    "day": DayAnswer(),
    "time": TimeAnswer(),
}
