"""Transfers that are to be made on a later day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, String

from voicebot.bank.tables.confirmed import Confirmed
from voicebot.bank.tables.row import Base, Row


class ScheduledTransfer(Confirmed, Base):
    """One such transfer; `state` as in `bank.schedule`."""

    __tablename__ = "scheduled_transfers"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    payee_id: int = Column(ForeignKey("payees.id"), nullable=False)
    from_account: int = Column(ForeignKey("accounts.id"), nullable=False)
    amount_fen: int = Column(BigInteger, nullable=False)
    day: date = Column(Date, nullable=False, index=True)
    state: str = Column(String(10), nullable=False, index=True)
    ended_at: datetime | None = Column(DateTime)
