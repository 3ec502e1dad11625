"""Vouchers: why each movement was made, numbered without gaps, each sealed to the one before it.

    hash of voucher n = SHA-256(voucher n, its journal entry, its postings, hash of voucher n - 1)

Whoever changes, removes or inserts one breaks every hash after it. What a chain cannot show, that
its end was cut off, is shown by a `Seal` that was written down elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby

from sqlalchemy import bindparam, desc, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from voicebot.bank.confirmation import BY_RULE, CLOCK, Confirmation
from voicebot.bank.finding import Finding
from voicebot.bank.tables import Account, Journal, Posting, Voucher

# What stands before the first voucher.
FIRST_PREVIOUS_HASH = "0" * 64
ROWS_AT_A_TIME = 1000
COMPARE = "compare it with the last backup, and tell the auditor"

LAST = select(Voucher).order_by(desc(Voucher.number)).limit(1)
POSTINGS = (
    select(Account.number, Posting.amount_fen)
    .join(Account, Account.id == Posting.account_id)
    .where(Posting.journal_id == bindparam("journal"))
    .order_by(Posting.id)
)


@dataclass(frozen=True)
class Seal:
    """The number and hash of a voucher: together they stand for all vouchers up to it."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"

    @classmethod
    def from_text(cls, text: str) -> Seal:
        """The seal that `str` wrote; ValueError if it is none."""
        number, _, digest = text.partition(":")
        return cls(int(number), digest)


@dataclass(frozen=True)
class Record:
    """A voucher with its journal entry and postings (account number, fen), as an auditor reads it.

    The names and the order of nothing here may change: they are what was hashed.
    """

    number: int
    read_back: str
    confirmed_by: str
    call_id: str
    recording_s: float
    operator: str
    refers_to: int | None
    at: datetime
    journal_id: int
    journal_at: datetime
    text: str
    idempotency_key: str
    postings: tuple[tuple[str, int], ...]

    def hash_after(self, previous_hash: str) -> str:
        """SHA-256 (hex) over the canonical JSON of everything here and the hash before it."""
        document = asdict(self)
        document["recording_s"] = f"{self.recording_s:.3f}"
        for name in ("at", "journal_at"):
            document[name] = document[name].isoformat(timespec="microseconds")
        document["previous_hash"] = previous_hash
        canonical = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class SealedRecord:
    """A record and the hashes that are stored with it."""

    record: Record
    previous_hash: str
    hash: str


def write(db: Session, journal: Journal, confirmation: Confirmation) -> Voucher:
    """The next voucher, for the journal entry that was just posted in this transaction."""
    last = db.execute(LAST).scalar_one_or_none()
    voucher = Voucher(
        number=last.number + 1 if last else 1,
        journal_id=journal.id,
        call_id=confirmation.call_id,
        read_back=confirmation.read_back,
        confirmed_by=confirmation.confirmed_by,
        recording_s=confirmation.recording_s,
        operator=confirmation.operator,
        refers_to=confirmation.refers_to,
        at=confirmation.at,
        previous_hash=last.hash if last else FIRST_PREVIOUS_HASH,
    )
    postings = db.execute(POSTINGS, {"journal": journal.id})
    record = _record(voucher, journal, tuple((number, fen) for number, fen in postings))
    voucher.hash = record.hash_after(voucher.previous_hash)
    db.add(voucher)
    db.flush()
    return voucher


def following(
    original: Voucher, *, key: str, reason: str, at: datetime, operator: str = CLOCK
) -> Confirmation:
    """Lets money move that the bank owes after `original` without a new yes: a reversal, a refund.

    `reason` stands where the read-back would; `operator` is CLOCK or the person who decided it.
    """
    return Confirmation(
        idempotency_key=key,
        read_back=reason,
        confirmed_by=BY_RULE,
        call_id=original.call_id,
        recording_s=original.recording_s,
        at=at,
        operator=operator,
        refers_to=original.number,
    )


def last_seal(db: Session) -> Seal | None:
    """What to write down outside the bank's database, to prove later that nothing was cut off."""
    query = select(Voucher.number, Voucher.hash).order_by(desc(Voucher.number)).limit(1)
    row = db.execute(query).first()
    return Seal(*row) if row else None


def sealed_records(
    db: Session, first: datetime | None = None, before: datetime | None = None
) -> Iterator[SealedRecord]:
    """All vouchers in order, or those confirmed from `first` until just before `before`."""
    query = _query()
    if first:
        query = query.where(Voucher.at >= first)
    if before:
        query = query.where(Voucher.at < before)
    return _read(db, query)


def sealed_record(db: Session, number: int) -> SealedRecord | None:
    """The voucher with this number."""
    return next(_read(db, _query().where(Voucher.number == number)), None)


def find_faults(db: Session, seal: Seal | None = None) -> list[Finding]:
    """Missing, inserted and changed vouchers; `seal` is one that was written down before."""
    findings = []
    previous = Seal(0, FIRST_PREVIOUS_HASH)
    for sealed in sealed_records(db):
        number = sealed.record.number
        if number != previous.number + 1:
            findings.append(_missing(previous.number + 1, number - 1))
        elif sealed.previous_hash != previous.hash:
            findings.append(
                Finding(f"voucher {number} was not written after voucher {number - 1}", COMPARE)
            )
        if sealed.record.hash_after(sealed.previous_hash) != sealed.hash:
            findings.append(
                Finding(f"voucher {number}, its entry or its postings were changed", COMPARE)
            )
        if seal and seal.number == number and seal.hash != sealed.hash:
            findings.append(
                Finding(f"voucher {number} is not the one whose seal was written down", COMPARE)
            )
        previous = Seal(number, sealed.hash)
    if seal and seal.number > previous.number:
        findings.append(_missing(previous.number + 1, seal.number))
    return findings


def _missing(first: int, last: int) -> Finding:
    which = f"voucher {first} is" if first == last else f"vouchers {first} to {last} are"
    return Finding(f"{which} missing, or the journal entry is", COMPARE)


def _query() -> Select:
    return (
        select(Voucher, Journal, Account.number, Posting.amount_fen)
        .join(Journal, Journal.id == Voucher.journal_id)
        .join(Posting, Posting.journal_id == Journal.id, isouter=True)
        .join(Account, Account.id == Posting.account_id, isouter=True)
        .order_by(Voucher.number, Posting.id)
        .execution_options(yield_per=ROWS_AT_A_TIME)
    )


def _read(db: Session, query: Select) -> Iterator[SealedRecord]:
    for _, group in groupby(db.execute(query), key=lambda row: row[0].number):
        rows = list(group)
        voucher, journal = rows[0][:2]
        postings = tuple((number, fen) for _, _, number, fen in rows if fen is not None)
        record = _record(voucher, journal, postings)
        yield SealedRecord(record, voucher.previous_hash, voucher.hash)


def _record(voucher: Voucher, journal: Journal, postings: tuple[tuple[str, int], ...]) -> Record:
    return Record(
        number=voucher.number,
        read_back=voucher.read_back,
        confirmed_by=voucher.confirmed_by,
        call_id=voucher.call_id,
        recording_s=voucher.recording_s,
        operator=voucher.operator,
        refers_to=voucher.refers_to,
        at=voucher.at,
        journal_id=journal.id,
        journal_at=journal.at,
        text=journal.text,
        idempotency_key=journal.idempotency_key,
        postings=postings,
    )
