"""Proves the books: every entry in balance, every voucher in the chain, every statement matched.

ledger entries ◀──▶ vouchers              find_faults
the core       ◀──▶ vouchers              reconcile, by the idempotency key
the core       ◀──▶ statement lines       reconcile, by the reference that both sides keep
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.sql.operators import in_op

from voicebot.bank import ledger, vouchers
from voicebot.bank.business_day import begins, business_day, ends
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.finding import Finding, yuan
from voicebot.bank.statements import StatementLine
from voicebot.bank.tables import Account, Journal, Voucher

# A step after the yes is posted under the yes's own key and its name: KEY:settled.
STEP = ":"
STEPS = ("settled", "refunded", "reversed")


@dataclass(frozen=True)
class Booking:
    """What the core booked with a counterparty; `amount_fen` is negative for what came back.

    `voucher_number` is None where no voucher tells of it.
    """

    counterparty: str
    reference: str
    amount_fen: int
    voucher_number: int | None


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
    numbers = {account_number(name): name for name in senders}
    accounts = select(Account.id, Account.number).where(in_op(Account.number, list(numbers)))
    vouchers_by_key = _vouchers(db, day)
    return [
        Booking(
            numbers[number],
            movement.idempotency_key.partition(STEP)[0],
            movement.amount_fen,
            vouchers_by_key.get(movement.idempotency_key),
        )
        for account_id, number in db.execute(accounts.order_by(Account.id))
        for movement in core_of(db).movements(account_id, begins(day), ends(day))
    ]


def _vouchers(db: Session, day: date) -> dict[str, int]:
    """The vouchers of the day: their numbers by the idempotency key."""
    query = (
        select(Journal.idempotency_key, Voucher.number)
        .join(Voucher, Voucher.journal_id == Journal.id)
        .where(Journal.at >= begins(day), Journal.at < ends(day))
    )
    return {key: number for key, number in db.execute(query)}


def account_number(counterparty: str) -> str:
    """The number of the counterparty's account in our ledger."""
    return counterparty.upper()


def _booked(db: Session, line: StatementLine) -> bool:
    """Whether we have it on any day."""
    wanted = select(Account.id).where(Account.number == account_number(line.counterparty))
    account_id = db.execute(wanted).scalar_one_or_none()
    return account_id is not None and core_of(db).moved(account_id, _keys(line.reference))


def _keys(reference: str) -> list[str]:
    return [reference, *(f"{reference}{STEP}{step}" for step in STEPS)]


def _compare(booking: Booking, lines: Sequence[StatementLine]) -> list[Finding]:
    name, ours = booking.counterparty, f"voucher {booking.voucher_number}"
    what = f"{name}: {booking.reference}, {yuan(booking.amount_fen)}, {ours}"
    if booking.voucher_number is None:
        return [
            Finding(
                f"{name}: {booking.reference}, {yuan(booking.amount_fen)}, has no voucher",
                "find out who posted it in the core; the telephone did not",
            )
        ]
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
