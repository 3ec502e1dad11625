"""The bank's tables. Money is integer fen; the ledger is append-only (see the first migration)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Integer,
    String,
    Time,
    UniqueConstraint,
)
from sqlalchemy.orm import declarative_base

Base: Any = declarative_base()
Row = Integer().with_variant(BigInteger, "postgresql")


class Customer(Base):
    """A person with at least one account."""

    __tablename__ = "customers"
    id: int = Column(Row, primary_key=True)
    name: str = Column(String(40), nullable=False)
    phone: str = Column(String(20), nullable=False, unique=True)


class Account(Base):
    """A ledger account: a customer's, or one of the bank's own (`customer_id` empty)."""

    __tablename__ = "accounts"
    id: int = Column(Row, primary_key=True)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    number: str = Column(String(32), nullable=False, unique=True)
    name: str = Column(String(40), nullable=False)

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


class Payee(Base):
    """Somebody to whom the customer agreed in a contract at a branch to send money."""

    __tablename__ = "payees"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    name: str = Column(String(40), nullable=False)
    bank: str = Column(String(40), nullable=False)
    account_number: str = Column(String(32), nullable=False)

    @property
    def tail(self) -> str:
        """The last four digits of the payee's account."""
        return self.account_number[-4:]


class Journal(Base):
    """One movement of money; its postings sum to zero."""

    __tablename__ = "journal"
    id: int = Column(Row, primary_key=True)
    at: datetime = Column(DateTime, nullable=False)
    text: str = Column(String(120), nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)


class Posting(Base):
    """One side of a movement: positive into the account, negative out of it."""

    __tablename__ = "postings"
    id: int = Column(Row, primary_key=True)
    journal_id: int = Column(ForeignKey("journal.id"), nullable=False, index=True)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False, index=True)
    amount_fen: int = Column(BigInteger, CheckConstraint("amount_fen <> 0"), nullable=False)


class Voucher(Base):
    """What was read back and how it was confirmed, and where that is in the recording."""

    __tablename__ = "vouchers"
    number: int = Column(Row, primary_key=True, autoincrement=False)
    journal_id: int = Column(ForeignKey("journal.id"), nullable=False, unique=True)
    call_id: str = Column(String(64), nullable=False)
    read_back: str = Column(String(400), nullable=False)
    confirmed_by: str = Column(String(10), nullable=False)
    recording_s: float = Column(Float, nullable=False)
    operator: str = Column(String(40), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class Call(Base):
    """A call as the bank sees it: who it is and how surely that is known."""

    __tablename__ = "calls"
    id: str = Column(String(64), primary_key=True)
    caller_number: str = Column(String(20), nullable=False)
    began_at: datetime = Column(DateTime, nullable=False)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    card_id: int | None = Column(ForeignKey("cards.id"))
    authenticated_at: datetime | None = Column(DateTime)


class ElectricityMeter(Base):
    """A meter as the power company knows it; `customer_id` if the customer saved it here."""

    __tablename__ = "electricity_meters"
    number: str = Column(String(20), primary_key=True)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    address: str = Column(String(80), nullable=False)
    billed_fen: int = Column(BigInteger, nullable=False)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)


class Branch(Base):
    """A branch with its hours; it takes `counters` appointments at the same time."""

    __tablename__ = "branches"
    id: int = Column(Row, primary_key=True)
    name: str = Column(String(40), nullable=False, unique=True)
    address: str = Column(String(80), nullable=False)
    weekday_opens: time = Column(Time, nullable=False)
    weekday_closes: time = Column(Time, nullable=False)
    weekend_opens: time = Column(Time, nullable=False)
    weekend_closes: time = Column(Time, nullable=False)
    counters: int = Column(Integer, nullable=False)


class Appointment(Base):
    """A customer expected at a branch."""

    __tablename__ = "appointments"
    __table_args__ = (UniqueConstraint("branch_id", "day", "at", "counter"),)
    id: int = Column(Row, primary_key=True)
    branch_id: int = Column(ForeignKey("branches.id"), nullable=False)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    phone: str = Column(String(20), nullable=False)
    day: date = Column(Date, nullable=False)
    at: time = Column(Time, nullable=False)
    counter: int = Column(Integer, nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)


class CallbackNote(Base):
    """Somebody whom staff are to call back."""

    __tablename__ = "callback_notes"
    id: int = Column(Row, primary_key=True)
    call_id: str = Column(String(64), nullable=False)
    phone: str = Column(String(20), nullable=False)
    reason: str = Column(String(200), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
