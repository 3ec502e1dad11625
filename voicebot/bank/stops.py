"""Accounts that a loss report has stopped: money may come in, none goes out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from voicebot.bank.errors import AccountStopped
from voicebot.bank.tables import Account

# The row as it is now, not as the session may have read it before.
LOCKED = (
    select(Account)
    .where(Account.id == bindparam("account"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def stop(db: Session, account_id: int, until: datetime) -> None:
    """From this transaction on nothing leaves the account before `until`; never shortens a stop."""
    account = db.execute(LOCKED, {"account": account_id}).scalar_one()
    account.stopped_until = max(account.stopped_until or until, until)
    db.flush()


def refuse_if_stopped(db: Session, account_id: int, at: datetime) -> None:
    """Raises AccountStopped if nothing may leave the account.

    Keeps the account's row locked until the transaction ends. A payment that began before a report
    was committed cannot post after it: SQLite lets no two transactions overlap, and on PostgreSQL
    the lock waits for the report and then fails to serialize, because the row has changed.
    """
    account = db.execute(LOCKED, {"account": account_id}).scalar_one()
    if account.stopped_until and account.stopped_until > at:
        raise AccountStopped(account.stopped_until)
