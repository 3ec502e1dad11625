"""The demonstration bank: a few customers and what they can ask for, a file for each part."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.demonstration import bills, branches, cards, customers, own_accounts, staff
from voicebot.bank.tables import Account


def seed(db: Session, today: date) -> None:
    """Founds the demonstration bank, once; a database that has it already is left alone."""
    founded = select(Account).where(Account.number == own_accounts.EQUITY)
    if db.execute(founded).scalar_one_or_none():
        return
    own_accounts.seed(db)
    customers.seed(db, today)
    cards.seed(db, today)
    bills.seed(db)
    branches.seed(db)
    staff.seed(db, today)
    db.flush()
