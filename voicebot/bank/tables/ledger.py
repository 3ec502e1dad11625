"""What was posted and why: journal, postings, vouchers. Append-only (see the first migration)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Float, ForeignKey, String

from voicebot.bank.tables.row import Base, Row


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
