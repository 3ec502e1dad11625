"""A customer's accounts: which there are, their balances and what happened on them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.connectors.history import AccountEntry
from voicebot.bank.errors import UnknownAccount
from voicebot.bank.tables import Account, Customer

# Kinds of deposit accounts; money can be moved by telephone to and from all but fixed deposits.
KINDS = ("current", "savings", "passbook", "fixed")
MOVABLE = ("current", "savings", "passbook")


def of_customer(
    db: Session, customer_id: int | None, kinds: Sequence[str] = KINDS
) -> list[Account]:
    """The customer's deposit accounts of these kinds, in the order in which they were opened."""
    customer = db.get(Customer, customer_id) if customer_id else None
    return [one for one in customer.accounts if one.kind in kinds] if customer else []


def main_account(db: Session, customer_id: int) -> Account:
    """The account that payments come from where none is named."""
    return of_customer(db, customer_id, MOVABLE)[0]


def movable(db: Session, customer_id: int, account_id: int | None) -> Account:
    """The customer's account to move money from or to, the main one if None is named.

    UnknownAccount if it is somebody else's or a fixed deposit.
    """
    if account_id is None:
        return main_account(db, customer_id)
    account = db.get(Account, account_id)
    if account is None or account.customer_id != customer_id or account.kind not in MOVABLE:
        raise UnknownAccount("money cannot be moved by telephone on this account")
    return account


def balance_fen(db: Session, account_id: int) -> int:
    """What is on the account, in fen."""
    return core_of(db).balance_fen(account_id)


def recent(db: Session, account_id: int, limit: int, offset: int = 0) -> list[AccountEntry]:
    """The last entries, in the order in which they were posted, the newest first."""
    return core_of(db).recent(account_id, limit, offset)
