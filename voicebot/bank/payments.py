"""What every payment goes through: authenticated caller, limits, funds, one posting per yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voicebot.bank import accounts, calls, ledger
from voicebot.bank.business_day import begins, business_day
from voicebot.bank.errors import InsufficientFunds, OverLimit
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.bank.tables import Account, Journal, Posting, Voucher

# The bank's rule for the telephone channel.
LIMIT_PER_TRANSACTION_FEN = 50_000_00
LIMIT_PER_DAY_FEN = 100_000_00


def pay(
    db: Session,
    *,
    to_account: int,
    amount_fen: int,
    text: str,
    confirmation: Confirmation,
) -> Receipt:
    """Takes the money from the caller's account; the same confirmation again pays nothing more.

    Raises NotAuthenticated, ChannelLocked, OverLimit, InsufficientFunds, ConfirmationReused.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    account = accounts.main_account(db, customer_id)
    receipt = ledger.posted(db, confirmation, account.id, amount_fen)
    if receipt:
        return receipt
    check(db, account.id, amount_fen, confirmation.at)
    return ledger.post(
        db,
        confirmation,
        from_account=account.id,
        to_account=to_account,
        amount_fen=amount_fen,
        text=text,
    )


def check(db: Session, account_id: int, amount_fen: int, at: datetime) -> None:
    """Raises OverLimit or InsufficientFunds if the account could not pay this now."""
    if amount_fen <= 0:
        raise ValueError("a payment is more than nothing")
    if amount_fen > LIMIT_PER_TRANSACTION_FEN:
        raise OverLimit(amount_fen, LIMIT_PER_TRANSACTION_FEN, "transaction")
    if amount_fen + paid_today_fen(db, account_id, at) > LIMIT_PER_DAY_FEN:
        raise OverLimit(amount_fen, LIMIT_PER_DAY_FEN, "day")
    balance_fen = ledger.balance_fen(db, account_id)
    if amount_fen > balance_fen:
        raise InsufficientFunds(amount_fen, balance_fen)


def paid_today_fen(db: Session, account_id: int, at: datetime) -> int:
    """What has left the account by telephone on this business day."""
    since = begins(business_day(at))
    query = (
        select(func.coalesce(func.sum(Posting.amount_fen), 0))
        .join(Journal, Journal.id == Posting.journal_id)
        .join(Voucher, Voucher.journal_id == Journal.id)
        .where(Posting.account_id == account_id, Posting.amount_fen < 0, Journal.at >= since)
    )
    return -int(db.execute(query).scalar_one())


def internal_account(db: Session, number: str) -> Account:
    """One of the bank's own accounts, e.g. "SETTLE-PAYEES"."""
    return db.execute(select(Account).where(Account.number == number)).scalar_one()
