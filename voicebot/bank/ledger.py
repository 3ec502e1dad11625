"""The double-entry ledger. The only place that posts; nothing posted is ever changed or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from voicebot.bank import alerts
from voicebot.bank.business_day import begins, ends
from voicebot.bank.finding import Finding
from voicebot.bank.tables import Journal, Posting, Voucher

# Where a journal entry comes from: it has a voucher here, or was confirmed and kept elsewhere.
VOUCHER, ELSEWHERE = "voucher", "elsewhere"
TO_AUDITOR = "take no more calls, compare with the last backup, and tell the auditor"


@dataclass(frozen=True)
class Line:
    """One posting as staff read it."""

    journal_id: int
    at: datetime
    text: str
    account_id: int
    amount_fen: int


def write(
    db: Session,
    at: datetime,
    text: str,
    key: str,
    amounts_fen: Mapping[int, int],
    *,
    origin: str = ELSEWHERE,
) -> Journal:
    """One journal entry; ValueError if what leaves accounts is not what enters others.

    Call it for what was confirmed outside this bank (a salary, an opening balance); everything
    else needs a voucher: `CoreBanking.post`.
    """
    if sum(amounts_fen.values()) != 0 or len(amounts_fen) < 2:
        raise ValueError("postings must sum to zero over at least two accounts")
    journal = Journal(at=at, text=text, idempotency_key=key, origin=origin)
    db.add(journal)
    db.flush()
    for account_id, amount_fen in amounts_fen.items():
        db.add(Posting(journal_id=journal.id, account_id=account_id, amount_fen=amount_fen))
    db.flush()
    alerts.queue(db, journal, amounts_fen)
    return journal


def lines(db: Session, after_journal_id: int = 0) -> list[Line]:
    """All postings of the entries after `after_journal_id`, in order."""
    query = (
        select(Journal, Posting)
        .join(Posting, Posting.journal_id == Journal.id)
        .where(Journal.id > after_journal_id)
        .order_by(Posting.id)
    )
    return [
        Line(journal.id, journal.at, journal.text, posting.account_id, posting.amount_fen)
        for journal, posting in db.execute(query)
    ]


@dataclass(frozen=True)
class Turnover:
    """How many entries a day has, and how many of them were confirmed by telephone."""

    entries: int
    vouchers: int


def turnover(db: Session, day: date) -> Turnover:
    """What was posted on that business day."""
    of_day = (Journal.at >= begins(day), Journal.at < ends(day))
    entries = select(func.count()).select_from(Journal).where(*of_day)
    vouchered = entries.where(Journal.origin == VOUCHER)
    return Turnover(db.execute(entries).scalar_one(), db.execute(vouchered).scalar_one())


def find_faults(db: Session) -> list[Finding]:
    """Entries that do not sum to zero or have no postings, and movements without a voucher."""
    sums = (
        select(Posting.journal_id, func.sum(Posting.amount_fen), func.count())
        .group_by(Posting.journal_id)
        .having((func.sum(Posting.amount_fen) != 0) | (func.count() < 2))
    )
    faults = [
        Finding(f"journal entry {journal} sums to {fen} fen over {count} postings", TO_AUDITOR)
        for journal, fen, count in db.execute(sums)
    ]
    empty = select(Journal.id).where(~exists().where(Posting.journal_id == Journal.id))
    faults += [
        Finding(f"journal entry {journal} has no postings", TO_AUDITOR)
        for journal in db.execute(empty).scalars()
    ]
    bare = select(Journal.id).where(
        Journal.origin == VOUCHER, ~exists().where(Voucher.journal_id == Journal.id)
    )
    faults += [
        Finding(f"journal entry {journal} moved money without a voucher", TO_AUDITOR)
        for journal in db.execute(bare).scalars()
    ]
    return faults
