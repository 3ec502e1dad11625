"""What the bank told counterparties to do, and the books of merchants without a system."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, DateTime, Float, ForeignKey, String

from voicebot.bank.tables.row import Base, Row


class Instruction(Base):
    """One thing that a biller or merchant is to do, written with the money that goes with it.

    `kind` is "payment", "order" or "cancellation"; `state` "pending", "done" or "refused".
    `account_id` is the customer's account; `about` names it for people (有线电视费，尾号5678),
    `spoken` is how it is told in a later call (about, amount);
    `number` is the counterparty's own number for it, `refusal` its reason.
    `sent_at` is when it was last sent or asked after. `ended_by` is the member of staff who ended
    it where the counterparty gave no answer, `ended_because` their reason.
    """

    __tablename__ = "instructions"
    id: int = Column(Row, primary_key=True)
    reference: str = Column(String(64), nullable=False, unique=True)
    kind: str = Column(String(20), nullable=False)
    counterparty: str = Column(String(40), nullable=False)
    request: Mapping[str, Any] = Column(JSON, nullable=False)
    amount_fen: int = Column(BigInteger, nullable=False)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)
    about: str = Column(String(60), nullable=False)
    spoken: Mapping[str, str] = Column(JSON, nullable=False)
    read_back: str = Column(String(400), nullable=False)
    confirmed_by: str = Column(String(10), nullable=False)
    call_id: str = Column(String(64), nullable=False)
    recording_s: float = Column(Float, nullable=False)
    given_at: datetime = Column(DateTime, nullable=False)
    state: str = Column(String(10), nullable=False, index=True)
    sent_at: datetime | None = Column(DateTime)
    ended_at: datetime | None = Column(DateTime)
    number: str = Column(String(40), nullable=False, default="")
    refusal: str = Column(String(80), nullable=False, default="")
    ended_by: str = Column(String(40), nullable=False, default="")
    ended_because: str = Column(String(200), nullable=False, default="")


class MerchantOrder(Base):
    """An order in an embedded merchant's books, under the bank's reference."""

    __tablename__ = "merchant_orders"
    id: int = Column(Row, primary_key=True)
    reference: str = Column(String(64), nullable=False, unique=True)
    merchant: str = Column(String(40), nullable=False)
    product: str = Column(String(40), nullable=False)
    fields: Mapping[str, str] = Column(JSON, nullable=False)
    amount_fen: int = Column(BigInteger, nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    cancelled_by: str | None = Column(String(64), unique=True)
    refund_fen: int = Column(BigInteger, nullable=False, default=0)
