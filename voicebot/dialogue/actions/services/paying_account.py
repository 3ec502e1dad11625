"""The account that money is taken from, as the read-back names it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import accounts
from voicebot.bank.tables import Account
from voicebot.dialogue.actions.answers.account import spoken_name
from voicebot.dialogue.actions.services.service import Confirm, Spoken, Values
from voicebot.dialogue.language.phones import read_tail


def source(db: Session, account_id: int) -> Spoken:
    """Its name and its last four digits."""
    account: Account = db.get(Account, account_id)
    return {"source": spoken_name(account), "source_tail": read_tail(account.number)}


def naming_the_account(response: str) -> Confirm:
    """Who has several accounts hears which one pays, by this response."""

    def confirm(db: Session, customer_id: int, values: Values, now: datetime) -> str:
        return response if has_several(db, customer_id) else ""

    return confirm


def has_several(db: Session, customer_id: int) -> bool:
    """Whether money could come from more than one account of the customer."""
    return len(accounts.of_customer(db, customer_id, accounts.MOVABLE)) > 1
