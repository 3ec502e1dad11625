"""Transfers that a caller said yes to and that are made later: on a day, or once they are approved.

keep   what was read back, once for each yes; nothing moves
make   the transfer, by the clock or by a second person
note   what became of it, for the customer
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import accounts, calls, outcomes, transfers
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.notices import written_yuan
from voicebot.bank.tables import Account, Customer, Payee
from voicebot.bank.tables.transfers_to_come import TransferToCome

Kept = TypeVar("Kept", bound=TransferToCome)


def keep(
    db: Session,
    table: Callable[..., Kept],
    *,
    payee_id: int,
    amount_fen: int,
    confirmation: Confirmation,
    from_account: int | None,
    check: Callable[[Account], None],
    **columns: Any,
) -> Kept:
    """A row of `table` with these `columns` too; the same confirmation again gives the same.

    `check` raises what forbids it. Raises NotSigned, UnknownPayee, UnknownAccount, RiskFound.
    """
    customer_id = calls.signed_customer(db, confirmation.call_id)
    if earlier := _same_yes(db, table, confirmation.idempotency_key):
        return earlier
    account = accounts.movable(db, customer_id, from_account)
    payee = transfers.payee_of(db, customer_id, payee_id)
    transfers.check_risk(db, payee, amount_fen, confirmation.at)
    check(account)
    kept = table(
        customer_id=customer_id,
        payee_id=payee.id,
        from_account=account.id,
        amount_fen=amount_fen,
        **TransferToCome.columns(confirmation),
        **columns,
    )
    db.add(kept)
    db.flush()
    return kept


def _same_yes(db: Session, table: Any, key: str) -> Any:
    return db.execute(select(table).where(table.idempotency_key == key)).scalar_one_or_none()


def make(
    db: Session, kept: TransferToCome, operator: str, now: datetime, *, limited: bool = True
) -> None:
    """All of it, or nothing and a BankError as `payments.move` raises it."""
    with db.begin_nested():
        transfers.send(
            db,
            db.get(Account, kept.from_account),
            payee_id=kept.payee_id,
            amount_fen=kept.amount_fen,
            confirmation=kept.confirmation(now, operator),
            limited=limited,
        )


def note(
    db: Session, kept: TransferToCome, key: str, asked: str, became: str, now: datetime
) -> None:
    """Writes to the customer what `became` of what they `asked` for, and keeps it for a call."""
    payee: Payee = db.get(Payee, kept.payee_id)
    what = f"{payee.name}（尾号{payee.tail}）转账{written_yuan(kept.amount_fen)}"
    outcomes.record(
        db,
        key=key,
        customer_id=kept.customer_id,
        phone=db.get(Customer, kept.customer_id).phone,
        text=f"{asked}给{what}，{became}",
        at=now,
    )
