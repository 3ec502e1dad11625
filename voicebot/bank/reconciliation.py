"""Proves the books: every entry in balance, every voucher in the chain, every statement matched.

ledger entries ◀──▶ vouchers              find_faults
ledger entries ◀──▶ statement lines       reconcile, by the reference that both sides keep
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from voicebot.bank import ledger, vouchers
from voicebot.bank.business_day import begins, business_day, ends
from voicebot.bank.finding import Finding, yuan
from voicebot.bank.statements import StatementLine
from voicebot.bank.tables import Account, Journal, Posting, Voucher

# A step after the yes is posted under the yes's own key and its name: KEY:settled.
STEP = ":"
STEPS = ("settled", "refunded", "reversed")


@dataclass(frozen=True)
class Booking:
    """What we booked with a counterparty; `amount_fen` is negative for what came back."""

    counterparty: str
    reference: str
    amount_fen: int
    voucher_number: int


def find_faults(db: Session, seal: vouchers.Seal | None = None) -> list[Finding]:
    """Everything that is wrong inside the bank's own books."""
    return [*ledger.find_faults(db), *vouchers.find_faults(db, seal)]


def reconcile(
    db: Session, day: date, statements: Sequence[StatementLine], senders: Collection[str]
) -> list[Finding]:
    """How our entries of the day differ from what counterparties booked.

    `statements` are the lines of the day and of its neighbours, because what is done at midnight
    may be dated either way; `senders` are those who send statements.
    """
    told = defaultdict(list)
    for line in statements:
        told[line.counterparty, line.reference].append(line)
    findings: list[Finding] = []
    for booking in bookings(db, senders, day):
        findings += _compare(booking, told[booking.counterparty, booking.reference])
    for line in statements:
        if business_day(line.at) == day and not _booked(db, line):
            findings.append(_not_ours(line))
    return findings


def bookings(db: Session, senders: Collection[str], day: date) -> list[Booking]:
    """What was booked on the accounts of these counterparties on that day."""
    names = {account_number(name): name for name in senders}
    query = (
        select(Account.number, Journal.idempotency_key, Posting.amount_fen, Voucher.number)
        .join(Posting, Posting.account_id == Account.id)
        .join(Journal, Journal.id == Posting.journal_id)
        .join(Voucher, Voucher.journal_id == Journal.id)
        .where(Journal.at >= begins(day), Journal.at < ends(day))
        .order_by(Journal.id)
    )
    return [
        Booking(names[number], key.partition(STEP)[0], amount_fen, voucher)
        for number, key, amount_fen, voucher in db.execute(query)
        if number in names
    ]


def account_number(counterparty: str) -> str:
    """The number of the counterparty's account in our ledger."""
    return counterparty.upper()


def _booked(db: Session, line: StatementLine) -> bool:
    """Whether we have it on any day."""
    query = (
        select(Journal.id)
        .join(Posting, Posting.journal_id == Journal.id)
        .join(Account, Account.id == Posting.account_id)
        .where(Account.number == account_number(line.counterparty))
        .where(or_(*(Journal.idempotency_key == key for key in _keys(line.reference))))
    )
    return db.execute(query).first() is not None


def _keys(reference: str) -> list[str]:
    return [reference, *(f"{reference}{STEP}{step}" for step in STEPS)]


def _compare(booking: Booking, lines: Sequence[StatementLine]) -> list[Finding]:
    name, ours = booking.counterparty, f"voucher {booking.voucher_number}"
    what = f"{name}: {booking.reference}, {yuan(booking.amount_fen)}, {ours}"
    if not lines:
        return [
            Finding(
                f"{what} is not in their statement",
                f"send them {ours}; reverse it if they have not booked it by the next day",
            )
        ]
    findings = []
    if len(lines) > 1:
        findings.append(
            Finding(f"{what} stands {len(lines)} times in their statement", "claim the rest back")
        )
    if lines[0].amount_fen != booking.amount_fen:
        findings.append(
            Finding(
                f"{what} is {yuan(lines[0].amount_fen)} in their statement",
                f"listen to {ours}, then claim the difference or pay it",
            )
        )
    return findings


def _not_ours(line: StatementLine) -> Finding:
    return Finding(
        f"{line.counterparty}: {line.reference}, {yuan(line.amount_fen)}, booked by them at "
        f"{line.at:%H:%M:%S}, is not in the ledger",
        "if it is still pending, ask for its outcome; else tell them that we did not order it",
    )
