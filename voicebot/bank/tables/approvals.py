"""Transfers above the limit, which wait for a second person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, String

from voicebot.bank.tables.confirmed import Confirmed
from voicebot.bank.tables.row import Base, Row


class Approval(Confirmed, Base):
    """One such transfer; `state` as in `bank.approvals`, `decided_by` is the second person."""

    __tablename__ = "approvals"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    payee_id: int = Column(ForeignKey("payees.id"), nullable=False)
    from_account: int = Column(ForeignKey("accounts.id"), nullable=False)
    amount_fen: int = Column(BigInteger, nullable=False)
    state: str = Column(String(10), nullable=False, index=True)
    decided_by: str = Column(String(40), nullable=False, default="")
    decided_at: datetime | None = Column(DateTime)
