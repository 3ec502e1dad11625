"""Transfers to signed payees."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import calls, payments
from voicebot.bank.errors import UnknownPayee
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.bank.tables import Account, Payee

# What is owed to other banks until the evening's clearing.
CLEARING = "CLEARING"


def transfer(db: Session, *, payee_id: int, amount_fen: int, confirmation: Confirmation) -> Receipt:
    """Sends the money; UnknownPayee if this customer has not signed the payee, else as `pay`."""
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    payee = db.get(Payee, payee_id)
    if payee is None or payee.customer_id != customer_id:
        raise UnknownPayee("this customer has not signed this payee")
    here = select(Account).where(Account.number == payee.account_number)
    account = db.execute(here).scalar_one_or_none() or payments.internal_account(db, CLEARING)
    return payments.pay(
        db,
        to_account=account.id,
        amount_fen=amount_fen,
        text=f"转账给{payee.name}",
        confirmation=confirmation,
    )
