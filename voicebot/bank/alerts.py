"""Notices of account changes: the customer's setting, and the SMS for what the ledger posts."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from voicebot.bank.notices import queue_sms, written_yuan
from voicebot.bank.tables import Account, AccountAlert, Customer, Journal

WATCHED = (
    select(Account, Customer, AccountAlert.threshold_fen)
    .join(Customer, Customer.id == Account.customer_id)
    .join(AccountAlert, AccountAlert.account_id == Account.id)
    .where(AccountAlert.__table__.c.account_id.in_(bindparam("accounts", expanding=True)))
    .order_by(Account.id)
)


def setting(db: Session, account_id: int) -> int | None:
    """From how many fen on the customer is told of a change; None if they are not."""
    alert = db.get(AccountAlert, account_id)
    return alert.threshold_fen if alert else None


def turn_on(db: Session, account_id: int, threshold_fen: int) -> None:
    """An SMS for every change of at least `threshold_fen`, in place of any earlier setting."""
    db.merge(AccountAlert(account_id=account_id, threshold_fen=threshold_fen))
    db.flush()


def turn_off(db: Session, account_id: int) -> None:
    """No more SMS for changes of this account."""
    alert = db.get(AccountAlert, account_id)
    if alert:
        db.delete(alert)
        db.flush()


def queue(db: Session, journal: Journal, amounts_fen: Mapping[int, int]) -> None:
    """Queues the SMS that the entry calls for, in the transaction that posts it."""
    for account, customer, threshold_fen in db.execute(WATCHED, {"accounts": list(amounts_fen)}):
        amount_fen = amounts_fen[account.id]
        if abs(amount_fen) < threshold_fen:
            continue
        at, way = journal.at, "收入" if amount_fen > 0 else "支出"
        queue_sms(
            db,
            phone=customer.phone,
            text=f"您尾号{account.tail}的账户{at.month}月{at.day}日{at:%H:%M}{way}"
            f"{written_yuan(abs(amount_fen))}（{journal.text}）。",
            key=f"alert-{journal.id}-{account.id}",
            at=at,
        )
