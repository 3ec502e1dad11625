"""Balance and last entries of the caller's accounts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from voicebot.bank import accounts, entries
from voicebot.bank.connectors.history import AccountEntry, Search, Sums
from voicebot.bank.tables import Account
from voicebot.dialogue.actions.answers.account import spoken_name
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.numbers import read_integer
from voicebot.dialogue.language.phones import read_tail

ENTRIES_AT_A_TIME = 3


def balance(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What is on the account; which it is, to those who have several."""
    account: Account = turn.db.get(Account, values["account"])
    told = {
        "account": spoken_name(account),
        "tail": read_tail(account.number),
        "balance": read_money(accounts.balance_fen(turn.db, account.id)),
    }
    several = len(accounts.of_customer(turn.db, turn.customer_id)) > 1
    return [Reply("utter_balance_of" if several else "utter_balance", told)]


def first_entries(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The newest entries."""
    turn.state.told = {"account": values["account"], "count": 0}
    return [Reply("utter_transactions_first"), *more_entries(turn, values)]


def search(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The answer in one sentence; the entries themselves on request."""
    turn.state.told = {"search": dict(values), "count": 0}
    found, wanted = entries.sums(turn.db, turn.customer_id or 0, _search(values)), values
    what = wanted["entry_kind"][0] if wanted["entry_kind"] else ""
    told = {
        "period": wanted["period"][2],
        "what": what,
        "count": "两" if found.count == 2 else read_integer(found.count),
        "came": read_money(found.in_fen),
        "went": read_money(found.out_fen),
    }
    outcome = _outcome(found, wanted["direction"])
    answer = Reply(f"utter_search_{_about(turn, what)}_{outcome}", told)
    return [answer, Reply("utter_search_details", offers="more")] if found.count else [answer]


def more_entries(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """Those before the ones that were told, or the first that a search has found."""
    told = turn.state.told
    next_ones = _next_entries(turn, told)
    told["count"] += ENTRIES_AT_A_TIME
    replies = [_spoken(entry) for entry in next_ones[:ENTRIES_AT_A_TIME]]
    if len(next_ones) > ENTRIES_AT_A_TIME:
        return [*replies, Reply("utter_transactions_more", offers="more")]
    return [*replies, Reply("utter_transactions_end")]


def _next_entries(turn: Turn, told: dict[str, Any]) -> Sequence[AccountEntry]:
    """One more than are told at a time, so that the end is known."""
    customer_id, limit = turn.customer_id or 0, ENTRIES_AT_A_TIME + 1
    told.setdefault("count", 0)
    if "search" in told:
        found = _search(told["search"])
        return entries.found(turn.db, customer_id, found, limit, told["count"])
    account_id = told.get("account") or accounts.main_account(turn.db, customer_id).id
    return accounts.recent(turn.db, account_id, limit, told["count"])


def _search(values: dict[str, Any]) -> Search:
    first, last, _ = values["period"]
    return Search(
        date.fromisoformat(first),
        date.fromisoformat(last),
        tuple(values["entry_kind"][1:]),
        values["direction"],
    )


def _about(turn: Turn, what: str) -> str:
    """All entries, those of a kind, or those of a person."""
    if not what:
        return "all"
    return "kind" if what in turn.named.entry_kinds else "person"


def _outcome(found: Sums, direction: str) -> str:
    if not found.count:
        return f"nothing_{direction}"
    if found.in_fen and found.out_fen:
        return "any"
    return "in" if found.in_fen else "out"


def _spoken(entry: AccountEntry) -> Reply:
    way = "in" if entry.amount_fen > 0 else "out"
    told = {
        "day": f"{read_integer(entry.at.month)}月{read_integer(entry.at.day)}日",
        "what": entry.text,
        "amount": read_money(abs(entry.amount_fen)),
    }
    return Reply(f"utter_transaction_{way}", told)
