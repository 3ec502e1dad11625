"""The bank's own accounts: the other side of everything that customers pay and receive."""

from __future__ import annotations

from sqlalchemy.orm import Session

from voicebot.bank.bills import MOBILE_BILLERS
from voicebot.bank.tables import Account
from voicebot.bank.transfers import CLEARING

EQUITY = "EQUITY"
POWER_COMPANY = "ELECTRICITY"
OWN_ACCOUNTS = {
    EQUITY: "期初",
    CLEARING: "同城清算",
    POWER_COMPANY: "供电公司",
    **{biller.upper(): operator for operator, biller in MOBILE_BILLERS.items()},
}


def seed(db: Session) -> None:
    """Opens them all, empty."""
    for number, name in OWN_ACCOUNTS.items():
        open_account(db, None, number, name)


def open_account(
    db: Session, customer_id: int | None, number: str, name: str, kind: str = ""
) -> Account:
    """An empty account of a customer, or of the bank itself (without a `kind`)."""
    account = Account(customer_id=customer_id, number=number, name=name, kind=kind)
    db.add(account)
    db.flush()
    return account
