"""What every payment goes through: authenticated caller, limits, funds, one posting per yes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from voicebot.bank import accounts, agreements, calls, stops
from voicebot.bank.business_day import begins, business_day
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import Receipt, core_of
from voicebot.bank.errors import ConfirmationReused, InsufficientFunds, OverLimit
from voicebot.bank.rules import Limit, rules_of
from voicebot.bank.tables import Account, Journal, Posting, Voucher

_yes = (
    select(func.sum(Posting.amount_fen).label("fen"))
    .join(Account, Account.id == Posting.account_id)
    .join(Journal, Journal.id == Posting.journal_id)
    .join(Voucher, Voucher.journal_id == Journal.id)
    .where(Account.customer_id == bindparam("customer"), Journal.at >= bindparam("since"))
    .group_by(func.coalesce(Voucher.refers_to, Voucher.number))
    .subquery()
)
NET_OF_YESES = select(func.coalesce(func.sum(_yes.c.fen), 0)).where(_yes.c.fen < 0)


def pay(
    db: Session,
    *,
    to_account: int,
    amount_fen: int,
    text: str,
    confirmation: Confirmation,
    from_account: int | None = None,
) -> Receipt:
    """Takes the money from the caller's account; the same confirmation again pays nothing more.

    Without `from_account` it is the main one. Raises NotAuthenticated, ChannelLocked,
    ConfirmationReused, UnknownAccount, and what `check` raises.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    return move(
        db,
        accounts.movable(db, customer_id, from_account),
        to_account=to_account,
        amount_fen=amount_fen,
        text=text,
        confirmation=confirmation,
    )


def move(
    db: Session,
    account: Account,
    *,
    to_account: int,
    amount_fen: int,
    text: str,
    confirmation: Confirmation,
    limited: bool = True,
) -> Receipt:
    """Takes the money from the account of a customer who said yes to it, in this call or before.

    Not `limited` is what a second person has approved, and what stays with the customer. Raises
    ChannelLocked, OverLimit, InsufficientFunds, ConfirmationReused.
    """
    receipt = posted(db, confirmation, from_account=account.id, amount_fen=amount_fen, text=text)
    if receipt:
        return receipt
    calls.refuse_locked(db, account.customer_id or 0)
    if limited:
        check_limits(db, account.customer_id or 0, amount_fen, confirmation.at)
    check_funds(db, account.id, amount_fen, confirmation.at)
    return core_of(db).post(
        confirmation,
        from_account=account.id,
        to_account=to_account,
        amount_fen=amount_fen,
        text=text,
    )


def posted(
    db: Session, confirmation: Confirmation, *, from_account: int, amount_fen: int, text: str
) -> Receipt | None:
    """The receipt if this confirmation has been posted already.

    Raises ConfirmationReused if its key was used for another amount, account or purpose (`text`).
    """
    receipt = core_of(db).posted(confirmation.idempotency_key)
    if receipt is None:
        return None
    if (receipt.from_account, receipt.amount_fen, receipt.text) != (from_account, amount_fen, text):
        raise ConfirmationReused("the idempotency key belongs to another movement")
    return receipt


def check(db: Session, account_id: int, amount_fen: int, at: datetime) -> None:
    """Raises AccountStopped, OverLimit or InsufficientFunds if it could not pay this now."""
    check_limits(db, db.get(Account, account_id).customer_id, amount_fen, at)
    check_funds(db, account_id, amount_fen, at)


def check_limits(db: Session, customer_id: int, amount_fen: int, at: datetime) -> None:
    """Raises OverLimit if it is more than this customer may move at once, or today."""
    limit = limit_of(db, customer_id)
    if amount_fen > limit.transaction_fen:
        raise OverLimit(amount_fen, limit.transaction_fen, "transaction")
    if amount_fen + paid_today_fen(db, customer_id, at) > limit.day_fen:
        raise OverLimit(amount_fen, limit.day_fen, "day")


def check_funds(db: Session, account_id: int, amount_fen: int, at: datetime) -> None:
    """Raises AccountStopped after a loss report, InsufficientFunds if the account has less."""
    if amount_fen <= 0:
        raise ValueError("a payment is more than nothing")
    stops.refuse_if_stopped(db, account_id, at)
    balance_fen = accounts.balance_fen(db, account_id)
    if amount_fen > balance_fen:
        raise InsufficientFunds(amount_fen, balance_fen)


def limit_of(db: Session, customer_id: int) -> Limit:
    """More for those who signed for transfers at a branch."""
    limits = rules_of(db).limits
    signed = agreements.has_signed(db, customer_id, agreements.TRANSFERS)
    return limits.signed if signed else limits.pin


def paid_today_fen(db: Session, customer_id: int, at: datetime) -> int:
    """What has left the customer's accounts by telephone on this business day.

    What went from one of them to another has not left, nor what a counterparty refused: a voucher
    and those that refer to it count as one.
    """
    asked = {"customer": customer_id, "since": begins(business_day(at))}
    return -int(db.execute(NET_OF_YESES, asked).scalar_one())


def internal_account(db: Session, number: str) -> Account:
    """One of the bank's own accounts, e.g. "SETTLE-PAYEES"."""
    return db.execute(select(Account).where(Account.number == number)).scalar_one()
