"""Searching a customer's entries: in a period, by what they are for, in one direction or both."""

from __future__ import annotations

import re

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.operators import in_op

from voicebot.bank import accounts
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.connectors.history import AccountEntry, Search, Sums
from voicebot.bank.tables import Account

NAMED = re.compile("转账给(.+)|(.+)转入")


def sums(db: Session, customer_id: int, search: Search) -> Sums:
    """Over all deposit accounts of the customer; money moved between them counts for nothing."""
    return core_of(db).sums(_own(db, customer_id), search)


def found(
    db: Session, customer_id: int, search: Search, limit: int, offset: int = 0
) -> list[AccountEntry]:
    """The entries that `sums` counts, the newest first."""
    return core_of(db).found(_own(db, customer_id), search, limit, offset)


def counterparties(db: Session, customer_id: int) -> list[str]:
    """The people whom the customer's entries name (转账给张三, 张三转入)."""
    named = (NAMED.fullmatch(text) for text in core_of(db).texts(_own(db, customer_id)))
    return list(dict.fromkeys(match[1] or match[2] for match in named if match))


def _own(db: Session, customer_id: int) -> list[int]:
    deposits = select(Account.id).where(
        Account.customer_id == customer_id, in_op(Account.kind, accounts.KINDS)
    )
    return list(db.execute(deposits).scalars())
