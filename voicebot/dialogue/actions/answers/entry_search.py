"""What to look for in the entries: in which period, for what, money that came or that went.

One sentence answers all three: who says 上个月的工资到了吗 is asked nothing. Only a caller who says
none of them, or keys, is asked for the period and the direction.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from voicebot.bank import entries, payees
from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.periods import Period, find_period, recent_days

CAME = re.compile(
    "收入|收到|到账|到了|进账|进来|打进|汇进|转进|转来|转过来|打过来|入账|发了|存入|给我转|给我打"
)
WENT = re.compile("支出|花|消费|付|扣|出账|转出|转给|汇给|交了|缴了|取了|用了|给.+(?:转|打|汇)")
SENDER = re.compile("收到([^的]{2,3})的(?:钱|转账|汇款)")
DIRECTIONS = {"in": "收入", "out": "支出", "any": "收入和支出"}
RECENT_DAYS = 90


class PeriodAnswer(Answer):
    """The days to look at. Value: [first, last, name], days as ISO dates."""

    def hear(self, text: str, context: Context) -> Heard | None:
        period = find_period(text, context.now.date())
        return Heard(_value(period)) if period else None

    def assume(self, context: Context) -> list[str] | None:
        if not {"direction", "entry_kind"} & context.values.keys():
            return None
        return _value(recent_days(RECENT_DAYS, context.now.date()))

    def options(self, context: Context) -> Sequence[list[str]]:
        today = context.now.date()
        named = (find_period(name, today) for name in ("这个月", "上个月", "今天", "昨天", "本周"))
        return [_value(period) for period in (*named, recent_days(RECENT_DAYS, today)) if period]

    def phrases(self, context: Context) -> list[str]:
        return ["今天", "昨天", "前天", "这个月", "上个月", "本周", "上周", "最近三个月", "今年"]

    def offer(self, value: list[str], key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": value[2], "key": key})


class DirectionAnswer(Answer):
    """Money that came, went, or both. Value: "in", "out" or "any"."""

    def hear(self, text: str, context: Context) -> Heard | None:
        direction = _direction(text)
        if direction is None and "direction" in context.values:
            return None  # 那上个月呢 asks for the same direction
        if direction is None and (_kind(text, context) or _says_a_period(text, context)):
            direction = "any"
        return Heard(direction) if direction else None

    def options(self, context: Context) -> Sequence[str]:
        return list(DIRECTIONS)

    def phrases(self, context: Context) -> list[str]:
        return list(DIRECTIONS.values())

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": DIRECTIONS[value], "key": key})


class EntryKindAnswer(Answer):
    """What the entries are for, or whom they name. Value: [name, word, …]; [] for any."""

    def hear(self, text: str, context: Context) -> Heard | None:
        kind = _kind(text, context)
        return Heard(kind) if kind else None

    def assume(self, context: Context) -> list[str]:
        return []


def _kind(text: str, context: Context) -> list[str]:
    for name, words in context.named.entry_kinds.items():
        if any(word in text for word in words):
            return [name, *words]
    customer_id = context.customer_id or 0
    signed = [payee.name for payee in payees.signed(context.db, customer_id)]
    names = dict.fromkeys([*entries.counterparties(context.db, customer_id), *signed])
    found = find_names(text, list(names), context.accent)
    if found:
        return [found[0].candidate] * 2
    stranger = SENDER.search(text)  # nobody of that name: better than all entries together
    return [stranger[1]] * 2 if stranger else []


def _direction(text: str) -> str | None:
    if "收入和支出" in text or "收支" in text:
        return "any"
    if CAME.search(text):
        return "in"
    return "out" if WENT.search(text) else None


def _says_a_period(text: str, context: Context) -> bool:
    return find_period(text, context.now.date()) is not None


def _value(period: Period) -> list[Any]:
    return [period.first.isoformat(), period.last.isoformat(), period.name]
