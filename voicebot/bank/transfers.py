"""Transfers: to signed payees, and between a customer's own accounts."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from voicebot.bank import accounts, authentication, calls, payments, risk
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.connectors.core_banking import Receipt
from voicebot.bank.errors import RiskFound, UnknownAccount, UnknownPayee
from voicebot.bank.finding import yuan
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Account, Journal, Payee, Posting

# What is owed to other banks until the evening's clearing.
CLEARING = "CLEARING"
LARGEST_OUT = (
    select(func.coalesce(func.min(Posting.amount_fen), 0))
    .join(Account, Account.id == Posting.account_id)
    .join(Journal, Journal.id == Posting.journal_id)
    .where(
        Account.customer_id == bindparam("customer"),
        Posting.amount_fen < 0,
        Journal.at >= bindparam("since"),
    )
)


def transfer(
    db: Session,
    *,
    payee_id: int,
    amount_fen: int,
    confirmation: Confirmation,
    from_account: int | None = None,
) -> Receipt:
    """Sends the money; the same confirmation again sends nothing more.

    Raises NotSigned, UnknownPayee if this customer has not signed the payee, RiskFound, and as
    `payments.pay`.
    """
    customer_id = calls.signed_customer(db, confirmation.call_id)
    account = accounts.movable(db, customer_id, from_account)
    payee = payee_of(db, customer_id, payee_id)
    receipt = payments.posted(
        db, confirmation, from_account=account.id, amount_fen=amount_fen, text=_text(payee)
    )
    if receipt:
        return receipt
    check_risk(db, payee, amount_fen, confirmation.at)
    return send(db, account, payee_id=payee_id, amount_fen=amount_fen, confirmation=confirmation)


def send(
    db: Session,
    account: Account,
    *,
    payee_id: int,
    amount_fen: int,
    confirmation: Confirmation,
    limited: bool = True,
) -> Receipt:
    """Sends what the customer said yes to, now or before; errors as `payments.move`."""
    payee = payee_of(db, account.customer_id or 0, payee_id)
    here = select(Account).where(Account.number == payee.account_number)
    target = db.execute(here).scalar_one_or_none() or payments.internal_account(db, CLEARING)
    return payments.move(
        db,
        account,
        to_account=target.id,
        amount_fen=amount_fen,
        text=_text(payee),
        confirmation=confirmation,
        limited=limited,
    )


def transfer_own(
    db: Session, *, from_account: int, to_account: int, amount_fen: int, confirmation: Confirmation
) -> Receipt:
    """Moves money between two accounts of the caller, without limit: it stays with the customer.

    Raises UnknownAccount, and as `payments.move`.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    if from_account == to_account:
        raise UnknownAccount("money is moved between two accounts")
    source = accounts.movable(db, customer_id, from_account)
    target = accounts.movable(db, customer_id, to_account)
    return payments.move(
        db,
        source,
        to_account=target.id,
        amount_fen=amount_fen,
        text=f"{source.name}转到{target.name}",
        confirmation=confirmation,
        limited=False,
    )


def _text(payee: Payee) -> str:
    return f"转账给{payee.name}"


def payee_of(db: Session, customer_id: int, payee_id: int) -> Payee:
    """The payee; UnknownPayee if this customer has not signed it."""
    payee = db.get(Payee, payee_id)
    if payee is None or payee.customer_id != customer_id:
        raise UnknownPayee("this customer has not signed this payee")
    return payee


def check_risk(db: Session, payee: Payee, amount_fen: int, at: datetime) -> None:
    """Raises RiskFound if the bank's rules want a person for this transfer."""
    rules = rules_of(db).risk
    days = rules.unusual_amount.days if rules.unusual_amount else 0
    hours = rules.failed_pins.hours if rules.failed_pins else 0
    movement = risk.Movement(
        amount_fen=amount_fen,
        at=at,
        payee_signed_at=payee.signed_at,
        most_fen=_most_fen(db, payee.customer_id, at - timedelta(days=days)),
        wrong_pins=authentication.wrong_pins(db, payee.customer_id, at - timedelta(hours=hours)),
    )
    reasons = risk.reasons(movement, rules)
    if reasons:
        about = f"{yuan(amount_fen)} to {payee.name} ({payee.bank}, tail {payee.tail})"
        raise RiskFound(about, reasons)


def _most_fen(db: Session, customer_id: int, since: datetime) -> int:
    """The most that left the customer's accounts at once since then."""
    asked = {"customer": customer_id, "since": since}
    return -int(db.execute(LARGEST_OUT, asked).scalar_one())
