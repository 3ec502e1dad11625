"""How callers are told what the bank itself refuses, and which answer would mend it."""

from __future__ import annotations

from voicebot.bank.errors import (
    AccountStopped,
    BankError,
    InsufficientFunds,
    OverLimit,
    SlotTaken,
    UnknownRequest,
)
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.amount import AmountAnswer
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.money import read_money


def refusal_of(error: BankError, asked: list[str]) -> Refusal:
    """The refusal among the questions `asked`; what no caller can mend is raised again."""
    amount = next((slot for slot in asked if isinstance(ANSWERS[slot], AmountAnswer)), "")
    match error:
        case InsufficientFunds(balance_fen=balance_fen):
            funds = {"balance": read_money(balance_fen)}
            return Refusal(Reply("utter_insufficient_funds", funds), ask_again=amount)
        case OverLimit(limit_fen=limit_fen, per=per):
            limit = {"limit": read_money(limit_fen)}
            return Refusal(Reply(f"utter_over_limit_{per}", limit), ask_again=amount)
        case AccountStopped():
            return Refusal(Reply("utter_account_stopped"))
        case SlotTaken():
            return Refusal(Reply("utter_time_taken"), ask_again="time")
        case UnknownRequest():
            return Refusal(Reply("utter_not_there_any_more"))
    raise error
