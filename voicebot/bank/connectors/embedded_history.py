"""What the bank's own ledger tells of accounts: entries, sums over them, movements of a day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import desc, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select
from sqlalchemy.sql.operators import contains_op, in_op, not_in_op

from voicebot.bank.connectors.history import AccountEntry, Movement, Search, Sums
from voicebot.bank.tables import Journal, Posting

ENTRY = select(Journal.at, Journal.text, Posting.amount_fen).join(
    Posting, Posting.journal_id == Journal.id
)


def recent(db: Session, account_id: int, limit: int, offset: int) -> list[AccountEntry]:
    """In the order of the index: no sorting."""
    query = ENTRY.where(Posting.account_id == account_id).order_by(desc(Posting.journal_id))
    return [AccountEntry(*row) for row in db.execute(query.limit(limit).offset(offset))]


def found(
    db: Session, account_ids: Sequence[int], search: Search, limit: int, offset: int
) -> list[AccountEntry]:
    """By time, then in the order of the journal."""
    query = _searched(ENTRY, account_ids, search).order_by(desc(Journal.at), desc(Journal.id))
    return [AccountEntry(*row) for row in db.execute(query.limit(limit).offset(offset))]


def sums(db: Session, account_ids: Sequence[int], search: Search) -> Sums:
    """Added up by the database."""
    amounts = select(Posting.amount_fen).join(Journal, Journal.id == Posting.journal_id)
    searched = _searched(amounts, account_ids, search).subquery()
    amount_fen = searched.c.amount_fen
    came = func.coalesce(func.sum(amount_fen).filter(amount_fen > 0), 0)
    went = func.coalesce(func.sum(amount_fen).filter(amount_fen < 0), 0)
    query = select(func.count(), came, went).select_from(searched)
    count, in_fen, out_fen = db.execute(query).one()
    return Sums(count, int(in_fen), -int(out_fen))


def texts(db: Session, account_ids: Sequence[int]) -> list[str]:
    """Each once."""
    query = (
        select(Journal.text)
        .join(Posting, Posting.journal_id == Journal.id)
        .where(in_op(Posting.account_id, account_ids))
    )
    return list(db.execute(query.distinct()).scalars())


def movements(db: Session, account_id: int, since: datetime, until: datetime) -> list[Movement]:
    """In the order of the journal."""
    query = (
        select(Journal.at, Journal.idempotency_key, Posting.amount_fen)
        .join(Posting, Posting.journal_id == Journal.id)
        .where(Posting.account_id == account_id, Journal.at >= since, Journal.at < until)
        .order_by(Journal.id)
    )
    return [Movement(*row) for row in db.execute(query)]


def moved(db: Session, account_id: int, keys: Collection[str]) -> bool:
    """By the journal's index of keys."""
    query = (
        select(Journal.id)
        .join(Posting, Posting.journal_id == Journal.id)
        .where(Posting.account_id == account_id, in_op(Journal.idempotency_key, list(keys)))
    )
    return db.execute(query).first() is not None


def _searched(query: Select, account_ids: Sequence[int], search: Search) -> Select:
    between_them = (
        select(Posting.journal_id)
        .where(in_op(Posting.account_id, account_ids))
        .group_by(Posting.journal_id)
        .having(func.count() > 1)
    )
    query = query.where(
        in_op(Posting.account_id, account_ids),
        not_in_op(Posting.journal_id, between_them),
    )
    if search.first > date.min:
        query = query.where(Journal.at >= datetime.combine(search.first, time.min))
    if search.last < date.max:
        until = datetime.combine(search.last + timedelta(days=1), time.min)
        query = query.where(Journal.at < until)
    if search.words:
        query = query.where(or_(*(contains_op(Journal.text, word) for word in search.words)))
    if search.direction == "in":
        return query.where(Posting.amount_fen > 0)
    return query.where(Posting.amount_fen < 0) if search.direction == "out" else query
