"""What customers ordered through the bank, and where it is brought."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, String

from voicebot.bank.tables.row import Base, Row


class CustomerAddress(Base):
    """An address as it is spoken, under the customer's name for it."""

    __tablename__ = "customer_addresses"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False, index=True)
    label: str = Column(String(20), nullable=False)
    text: str = Column(String(80), nullable=False)


class Order(Base):
    """An order, with the terms on which it was made.

    `instruction_id` is what the merchant was told, `what` how it is spoken. Until `free_until` it
    is cancelled free, then for `fee_fen` until `cancel_until`. `cancellation_id` is the instruction
    that takes it back.
    """

    __tablename__ = "orders"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False, index=True)
    instruction_id: int = Column(ForeignKey("instructions.id"), nullable=False, unique=True)
    name: str = Column(String(40), nullable=False)
    what: str = Column(String(300), nullable=False)
    amount_fen: int = Column(BigInteger, nullable=False)
    starts_at: datetime = Column(DateTime, nullable=False)
    free_until: datetime = Column(DateTime, nullable=False)
    cancel_until: datetime = Column(DateTime, nullable=False)
    fee_fen: int = Column(BigInteger, nullable=False)
    cancellation_id: int | None = Column(ForeignKey("instructions.id"))
