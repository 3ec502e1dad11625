"""Searching a customer's entries: in a period, by what they are for, in one direction or both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

from sqlalchemy import desc, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.operators import contains_op, in_op, not_in_op

from voicebot.bank import accounts
from voicebot.bank.accounts import AccountEntry
from voicebot.bank.tables import Account, Journal, Posting

Direction = Literal["in", "out", "any"]
NAMED = re.compile("转账给(.+)|(.+)转入")


@dataclass(frozen=True)
class Search:
    """`first` and `last` are days, both counted; an entry's text has one of `words`, if any."""

    first: date
    last: date
    words: tuple[str, ...] = ()
    direction: Direction = "any"


@dataclass(frozen=True)
class Sums:
    """How many entries were found, and how much they brought and took, both positive."""

    count: int
    in_fen: int
    out_fen: int


def sums(db: Session, customer_id: int, search: Search) -> Sums:
    """Over all deposit accounts of the customer; money moved between them counts for nothing."""
    amounts = _found(select(Posting.amount_fen), customer_id, search).subquery()
    amount_fen = amounts.c.amount_fen
    came = func.coalesce(func.sum(amount_fen).filter(amount_fen > 0), 0)
    went = func.coalesce(func.sum(amount_fen).filter(amount_fen < 0), 0)
    count, in_fen, out_fen = db.execute(select(func.count(), came, went)).one()
    return Sums(count, int(in_fen), -int(out_fen))


def found(
    db: Session, customer_id: int, search: Search, limit: int, offset: int = 0
) -> list[AccountEntry]:
    """The entries that `sums` counts, the newest first."""
    columns = select(Journal.at, Journal.text, Posting.amount_fen)
    query = _found(columns, customer_id, search).order_by(desc(Journal.at), desc(Journal.id))
    return [AccountEntry(*row) for row in db.execute(query.limit(limit).offset(offset))]


def _found(columns: Select, customer_id: int, search: Search) -> Select:
    own = select(Account.id).where(
        Account.customer_id == customer_id, in_op(Account.kind, accounts.KINDS)
    )
    between_own = (
        select(Posting.journal_id)
        .where(in_op(Posting.account_id, own))
        .group_by(Posting.journal_id)
        .having(func.count() > 1)
    )
    query = (
        columns.select_from(Posting)
        .join(Journal, Journal.id == Posting.journal_id)
        .where(
            in_op(Posting.account_id, own),
            not_in_op(Posting.journal_id, between_own),
            Journal.at >= datetime.combine(search.first, time.min),
            Journal.at < datetime.combine(search.last + timedelta(days=1), time.min),
        )
    )
    if search.words:
        query = query.where(or_(*(contains_op(Journal.text, word) for word in search.words)))
    if search.direction == "in":
        return query.where(Posting.amount_fen > 0)
    return query.where(Posting.amount_fen < 0) if search.direction == "out" else query


def counterparties(db: Session, customer_id: int) -> list[str]:
    """The people whom the customer's entries name (转账给张三, 张三转入)."""
    texts = (
        select(Journal.text)
        .join(Posting, Posting.journal_id == Journal.id)
        .join(Account, Account.id == Posting.account_id)
        .where(Account.customer_id == customer_id)
        .distinct()
    )
    named = (NAMED.fullmatch(text) for text in db.execute(texts).scalars())
    return list(dict.fromkeys(match[1] or match[2] for match in named if match))
