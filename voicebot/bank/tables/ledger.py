"""What was posted and why: journal, postings, vouchers. Append-only (see the first migration)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    String,
)

from voicebot.bank.tables.row import Base, Row


class Journal(Base):
    """One movement of money; its postings sum to zero. `origin` as in `bank.ledger`."""

    __tablename__ = "journal"
    id: int = Column(Row, primary_key=True)
    at: datetime = Column(DateTime, nullable=False, index=True)
    text: str = Column(String(120), nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)
    origin: str = Column(String(10), nullable=False)


class Posting(Base):
    """One side of a movement: positive into the account, negative out of it."""

    __tablename__ = "postings"
    # Balances and the last entries are read from this index alone.
    __table_args__ = (Index("ix_postings_account", "account_id", "journal_id", "amount_fen"),)
    id: int = Column(Row, primary_key=True)
    journal_id: int = Column(ForeignKey("journal.id"), nullable=False, index=True)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)
    amount_fen: int = Column(BigInteger, CheckConstraint("amount_fen <> 0"), nullable=False)


class Voucher(Base):
    """What was read back and how it was confirmed, and where that is in the recording.

    `refers_to` is the voucher that this one reverses or completes; the hashes: `bank.vouchers`.
    """

    __tablename__ = "vouchers"
    number: int = Column(Row, primary_key=True, autoincrement=False)
    journal_id: int = Column(ForeignKey("journal.id"), nullable=False, unique=True)
    call_id: str = Column(String(64), nullable=False)
    read_back: str = Column(String(400), nullable=False)
    confirmed_by: str = Column(String(10), nullable=False)
    recording_s: float = Column(Float, nullable=False)
    operator: str = Column(String(40), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    refers_to: int | None = Column(ForeignKey("vouchers.number"))
    previous_hash: str = Column(String(64), nullable=False)
    hash: str = Column(String(64), nullable=False)
