"""Balance and last entries of the caller's account."""

from __future__ import annotations

from typing import Any

from voicebot.bank import accounts
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.numbers import read_integer
from voicebot.dialogue.language.phones import read_tail

ENTRIES_AT_A_TIME = 3


def balance(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What is on the account."""
    account = accounts.main_account(turn.db, turn.customer_id or 0)
    told = {
        "tail": read_tail(account.number),
        "balance": read_money(accounts.balance_fen(turn.db, account.id)),
    }
    return [Reply("utter_balance", told)]


def first_entries(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The newest entries."""
    turn.state.entries_told, turn.state.listed_card = 0, 0
    return [Reply("utter_transactions_first"), *more_entries(turn, values)]


def more_entries(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """Those before the ones that were told."""
    account = accounts.main_account(turn.db, turn.customer_id or 0)
    begin = turn.state.entries_told
    entries = accounts.recent(turn.db, account.id, ENTRIES_AT_A_TIME + 1, begin)
    replies = []
    for entry in entries[:ENTRIES_AT_A_TIME]:
        way = "in" if entry.amount_fen > 0 else "out"
        told = {
            "day": f"{read_integer(entry.at.month)}月{read_integer(entry.at.day)}日",
            "what": entry.text,
            "amount": read_money(abs(entry.amount_fen)),
        }
        replies.append(Reply(f"utter_transaction_{way}", told))
    turn.state.entries_told += ENTRIES_AT_A_TIME
    more = len(entries) > ENTRIES_AT_A_TIME
    return [*replies, Reply("utter_transactions_more" if more else "utter_transactions_end")]
