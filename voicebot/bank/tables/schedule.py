"""Transfers that are to be made on a later day."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, DateTime

from voicebot.bank.tables.row import Base
from voicebot.bank.tables.transfers_to_come import TransferToCome


class ScheduledTransfer(TransferToCome, Base):
    """One such transfer; `state` as in `bank.schedule`."""

    __tablename__ = "scheduled_transfers"
    day: date = Column(Date, nullable=False, index=True)
    ended_at: datetime | None = Column(DateTime)
