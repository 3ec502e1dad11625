"""A customer's account: its balance and what happened on it, both read from the ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from voicebot.bank import ledger
from voicebot.bank.tables import Account, Journal, Posting


@dataclass(frozen=True)
class AccountEntry:
    """One line of the account; `amount_fen` is negative for money that left it."""

    at: datetime
    text: str
    amount_fen: int


def main_account(db: Session, customer_id: int) -> Account:
    """The account that telephone payments come from."""
    query = select(Account).where(Account.customer_id == customer_id).order_by(Account.id)
    return db.execute(query).scalars().first()


def balance_fen(db: Session, account_id: int) -> int:
    """What is on the account, in fen."""
    return ledger.balance_fen(db, account_id)


def recent(db: Session, account_id: int, limit: int, offset: int = 0) -> list[AccountEntry]:
    """The last entries, in the order in which they were posted, the newest first."""
    query = (
        select(Journal.at, Journal.text, Posting.amount_fen)
        .join(Posting, Posting.journal_id == Journal.id)
        .where(Posting.account_id == account_id)
        .order_by(desc(Posting.journal_id))  # the order of the index: no sorting
        .limit(limit)
        .offset(offset)
    )
    return [AccountEntry(*row) for row in db.execute(query)]
