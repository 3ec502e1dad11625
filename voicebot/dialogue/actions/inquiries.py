"""Questions that the bank answers at once: balance, last entries, opening hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import accounts, bookings
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import State
from voicebot.dialogue.language.dates import read_time
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.numbers import read_integer
from voicebot.dialogue.language.phones import read_tail

ENTRIES_AT_A_TIME = 3


@dataclass(frozen=True)
class Inquiry:
    """`needs` is how surely the caller must be known (as in flows.yml)."""

    needs: str
    tell: Callable[[Session, int | None, State, datetime], list[Reply]]


def _balance(db: Session, customer_id: int | None, state: State, now: datetime) -> list[Reply]:
    account = accounts.main_account(db, customer_id or 0)
    values = {
        "tail": read_tail(account.number),
        "balance": read_money(accounts.balance_fen(db, account.id)),
    }
    return [Reply("utter_balance", values)]


def _first_entries(
    db: Session, customer_id: int | None, state: State, now: datetime
) -> list[Reply]:
    state.entries_told = 0
    return [Reply("utter_transactions_first"), *_more_entries(db, customer_id, state, now)]


def _more_entries(db: Session, customer_id: int | None, state: State, now: datetime) -> list[Reply]:
    account = accounts.main_account(db, customer_id or 0)
    entries = accounts.recent(db, account.id, ENTRIES_AT_A_TIME + 1, state.entries_told)
    replies = []
    for entry in entries[:ENTRIES_AT_A_TIME]:
        way = "in" if entry.amount_fen > 0 else "out"
        values = {
            "day": f"{read_integer(entry.at.month)}月{read_integer(entry.at.day)}日",
            "what": entry.text,
            "amount": read_money(abs(entry.amount_fen)),
        }
        replies.append(Reply(f"utter_transaction_{way}", values))
    state.entries_told += ENTRIES_AT_A_TIME
    more = len(entries) > ENTRIES_AT_A_TIME
    return [*replies, Reply("utter_transactions_more" if more else "utter_transactions_end")]


def _opening_hours(
    db: Session, customer_id: int | None, state: State, now: datetime
) -> list[Reply]:
    branch = bookings.branches(db)[0]
    names = ("weekday_opens", "weekday_closes", "weekend_opens", "weekend_closes")
    return [Reply("utter_opening_hours", {n: read_time(getattr(branch, n)) for n in names})]


INQUIRIES: dict[str, Inquiry] = {
    "ask_balance": Inquiry("pin", _balance),
    "ask_transactions": Inquiry("pin", _first_entries),
    "more": Inquiry("pin", _more_entries),
    "ask_opening_hours": Inquiry("unknown", _opening_hours),
}
