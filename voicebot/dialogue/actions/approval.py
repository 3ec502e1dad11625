"""A caller who waits for a second person: held with spoken progress, told the outcome.

ask ─▶ held ─▶ held ─▶ … decided ─▶ news
         │                └─ not in time ─▶ the outcome comes by SMS, or by news later in the call
         └── the caller cancels, asks for a person, or does something else meanwhile
"""

from __future__ import annotations

import re
from datetime import timedelta

from voicebot.bank import accounts, approvals
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Approval, Payee
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import APPROVAL
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.money import read_money

# How callers ask whether it was decided.
ASKED_AFTER = re.compile("怎么样了|咋样了|好了[没吗]|批了|批下来|复核|同意了[没吗]|通过|结果")


def ask(turn: Turn, approval_id: int) -> list[Reply]:
    """The second person has been asked; the caller is held."""
    turn.state.approval, turn.state.question = approval_id, APPROVAL
    return [Reply("utter_approval_asked"), Reply("utter_approval_options")]


def in_time(turn: Turn) -> bool:
    """Whether the caller may still be held."""
    wait = timedelta(seconds=rules_of(turn.db).security.approval_wait_s)
    approval: Approval = turn.db.get(Approval, turn.state.approval)
    return turn.message.now < approval.confirmed_at + wait


def is_asked_after(turn: Turn) -> bool:
    """Whether the caller asks how far it is (怎么样了) while something else is open."""
    return turn.state.question != APPROVAL and bool(ASKED_AFTER.search(turn.message.text))


def news(turn: Turn) -> list[Reply]:
    """What was decided since the last turn, told once; nothing while it is waited for."""
    approval = turn.db.get(Approval, turn.state.approval) if turn.state.approval else None
    if approval is None or approval.state == approvals.WAITING:
        return []
    turn.state.approval = 0
    turn.outcomes.extend(approvals.noted(turn.db, approval))
    balance_fen = accounts.balance_fen(turn.db, approval.from_account)
    told = {
        "payee": turn.db.get(Payee, approval.payee_id).name,
        "amount": read_money(approval.amount_fen),
        "balance": read_money(balance_fen),
    }
    return [Reply(f"utter_approval_{approval.state}", told)]


def withdraw(turn: Turn) -> list[Reply]:
    """The caller gives it up; if it was decided a moment before, they hear that instead."""
    message = turn.message
    approvals.withdraw(turn.db, turn.state.approval, message.call_id, message.now)
    return news(turn)
