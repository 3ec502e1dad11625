"""Transfers above the limit, which wait for a second person."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, String

from voicebot.bank.tables.row import Base
from voicebot.bank.tables.transfers_to_come import TransferToCome


class Approval(TransferToCome, Base):
    """One such transfer; `state` as in `bank.approvals`, `decided_by` is the second person."""

    __tablename__ = "approvals"
    decided_by: str = Column(String(40), nullable=False, default="")
    decided_at: datetime | None = Column(DateTime)
