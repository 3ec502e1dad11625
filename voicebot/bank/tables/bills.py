"""Bill contracts that customers saved, and the books of the embedded billers."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, String, UniqueConstraint

from voicebot.bank.tables.row import Base, Row


class SavedContract(Base):
    """A contract that a customer pays for, under a name of their own (妈妈家)."""

    __tablename__ = "saved_contracts"
    __table_args__ = (UniqueConstraint("customer_id", "biller", "number"),)
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    biller: str = Column(String(40), nullable=False)
    number: str = Column(String(20), nullable=False)
    nickname: str = Column(String(20), nullable=False)


class BillerContract(Base):
    """A contract in an embedded biller's books, with all that was ever billed for it."""

    __tablename__ = "biller_contracts"
    biller: str = Column(String(40), primary_key=True)
    number: str = Column(String(20), primary_key=True)
    address: str = Column(String(80), nullable=False)
    billed_fen: int = Column(BigInteger, nullable=False)


class BillerPayment(Base):
    """A payment in an embedded biller's books, under the bank's reference."""

    __tablename__ = "biller_payments"
    reference: str = Column(String(64), primary_key=True)
    biller: str = Column(String(40), nullable=False)
    number: str = Column(String(20), nullable=False, index=True)
    amount_fen: int = Column(BigInteger, nullable=False)
    at: datetime = Column(DateTime, nullable=False)
