"""The double-entry ledger. The only place that posts; nothing posted is ever changed or removed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from voicebot.bank import stops
from voicebot.bank.errors import ConfirmationReused
from voicebot.bank.tables import Journal, Posting, Voucher

OPERATOR = "bot"


@dataclass(frozen=True)
class Confirmation:
    """An explicit yes to one read-back; its key is made with the read-back, for nothing else.

    `recording_s` is where in the call's recording the yes was given; `confirmed_by` is "voice" or
    "key".
    """

    idempotency_key: str
    read_back: str
    confirmed_by: str
    call_id: str
    recording_s: float
    at: datetime


@dataclass(frozen=True)
class Receipt:
    """A posted movement; `repeated` if it had been posted before for the same confirmation."""

    voucher_number: int
    amount_fen: int
    balance_fen: int
    repeated: bool = False


@dataclass(frozen=True)
class Line:
    """One posting as staff read it."""

    journal_id: int
    at: datetime
    text: str
    account_id: int
    amount_fen: int


def balance_fen(db: Session, account_id: int) -> int:
    """The sum of all postings to the account: there is no other balance."""
    total = select(func.coalesce(func.sum(Posting.amount_fen), 0))
    return int(db.execute(total.where(Posting.account_id == account_id)).scalar_one())


def posted(
    db: Session, confirmation: Confirmation, account_id: int, amount_fen: int
) -> Receipt | None:
    """The receipt if this confirmation has been posted already.

    Raises ConfirmationReused if its key was used for another amount or account.
    """
    key = confirmation.idempotency_key
    journal = db.execute(select(Journal).where(Journal.idempotency_key == key)).scalar_one_or_none()
    if journal is None:
        return None
    out = select(Posting).where(Posting.journal_id == journal.id, Posting.amount_fen < 0)
    posting = db.execute(out).scalar_one()
    if (posting.account_id, posting.amount_fen) != (account_id, -amount_fen):
        raise ConfirmationReused("the idempotency key belongs to another movement")
    voucher = db.execute(select(Voucher).where(Voucher.journal_id == journal.id)).scalar_one()
    return Receipt(voucher.number, amount_fen, balance_fen(db, account_id), repeated=True)


def post(
    db: Session,
    confirmation: Confirmation,
    *,
    from_account: int,
    to_account: int,
    amount_fen: int,
    text: str,
) -> Receipt:
    """Moves the money and writes the voucher, in the transaction of `db`.

    Raises AccountStopped if the card or passbook of `from_account` is reported lost.
    """
    stops.refuse_if_stopped(db, from_account, confirmation.at)
    journal = write(
        db, confirmation.at, text, confirmation.idempotency_key,
        {from_account: -amount_fen, to_account: amount_fen},
    )  # fmt: skip
    last = db.execute(select(func.max(Voucher.number))).scalar_one() or 0
    voucher = Voucher(
        number=last + 1,
        journal_id=journal.id,
        call_id=confirmation.call_id,
        read_back=confirmation.read_back,
        confirmed_by=confirmation.confirmed_by,
        recording_s=confirmation.recording_s,
        operator=OPERATOR,
        at=confirmation.at,
    )
    db.add(voucher)
    db.flush()
    return Receipt(voucher.number, amount_fen, balance_fen(db, from_account))


def write(
    db: Session, at: datetime, text: str, key: str, amounts_fen: Mapping[int, int]
) -> Journal:
    """One journal entry; ValueError if what leaves accounts is not what enters others."""
    if sum(amounts_fen.values()) != 0 or len(amounts_fen) < 2:
        raise ValueError("postings must sum to zero over at least two accounts")
    journal = Journal(at=at, text=text, idempotency_key=key)
    db.add(journal)
    db.flush()
    for account_id, amount_fen in amounts_fen.items():
        db.add(Posting(journal_id=journal.id, account_id=account_id, amount_fen=amount_fen))
    db.flush()
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


def find_faults(db: Session) -> list[str]:
    """What is wrong with the ledger: entries that do not sum to zero, gaps in the vouchers."""
    sums = (
        select(Posting.journal_id, func.sum(Posting.amount_fen), func.count())
        .group_by(Posting.journal_id)
        .having((func.sum(Posting.amount_fen) != 0) | (func.count() < 2))
    )
    faults = [f"journal {row[0]} sums to {row[1]} fen" for row in db.execute(sums)]
    empty = select(Journal.id).where(~exists().where(Posting.journal_id == Journal.id))
    faults += [f"journal {row[0]} has no postings" for row in db.execute(empty)]
    numbers = [row[0] for row in db.execute(select(Voucher.number).order_by(Voucher.number))]
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append("the voucher numbers have gaps")
    return faults
