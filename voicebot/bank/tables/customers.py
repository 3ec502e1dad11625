"""Customers, their accounts and cards, and the calls in which they are known."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, String
from sqlalchemy.orm import relationship

from voicebot.bank.tables.row import Base, Row


class Customer(Base):
    """A person with at least one account.

    Accounts and payees are read once in a transaction, in the order of their ids; both are agreed
    at a branch and never change in a call.
    """

    __tablename__ = "customers"
    id: int = Column(Row, primary_key=True)
    name: str = Column(String(40), nullable=False)
    phone: str = Column(String(20), nullable=False, unique=True)
    accounts = relationship("Account", order_by="Account.id", viewonly=True)
    payees = relationship("Payee", order_by="Payee.id", viewonly=True)


class Account(Base):
    """A ledger account: a customer's, or one of the bank's own (`customer_id` and `kind` empty).

    `kind` is one of `bank.accounts.KINDS`; `nickname` is the customer's own name for it. All are
    in CNY.
    """

    __tablename__ = "accounts"
    id: int = Column(Row, primary_key=True)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    number: str = Column(String(32), nullable=False, unique=True)
    name: str = Column(String(40), nullable=False)
    kind: str = Column(String(10), nullable=False, default="")
    nickname: str = Column(String(20), nullable=False, default="")
    # Until then nothing leaves the account (see `stops`).
    stopped_until: datetime | None = Column(DateTime)

    @property
    def tail(self) -> str:
        """The last four digits of its number."""
        return self.number[-4:]

    def __repr__(self) -> str:
        return f"Account(id={self.id}, tail={self.number[-4:]})"


class Card(Base):
    """A card of an account. `pin_hash` is Argon2; `wrong_pins` counts those in a row."""

    __tablename__ = "cards"
    id: int = Column(Row, primary_key=True)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)
    number: str = Column(String(19), nullable=False, unique=True)
    pin_hash: str = Column(String(200), nullable=False)
    wrong_pins: int = Column(Integer, nullable=False, default=0)
    locked: bool = Column(Boolean, nullable=False, default=False)

    def __repr__(self) -> str:
        return f"Card(id={self.id}, tail={self.number[-4:]})"


class Call(Base):
    """A call as the bank sees it: who it is and how surely that is known, and when they last spoke
    or keyed.
    """

    __tablename__ = "calls"
    id: str = Column(String(64), primary_key=True)
    caller_number: str = Column(String(20), nullable=False)
    began_at: datetime = Column(DateTime, nullable=False)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    card_id: int | None = Column(ForeignKey("cards.id"))
    authenticated_at: datetime | None = Column(DateTime)
    last_turn_at: datetime | None = Column(DateTime)
    # How the caller was named, and what they knew of their documents (see `documents`).
    named_by_document: bool | None = Column(Boolean)
    document_checked_at: datetime | None = Column(DateTime)
    wrong_documents: int = Column(Integer, nullable=False, default=0)
