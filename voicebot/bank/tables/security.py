"""What the bank remembers for its safety. Append-only (see the migration)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, String

from voicebot.bank.tables.row import Base, Row


class PinEvent(Base):
    """A wrong PIN, or that a card was locked or unlocked for the telephone.

    `by` is the call's id, or the name of the person who did it.
    """

    __tablename__ = "pin_events"
    id: int = Column(Row, primary_key=True)
    card_id: int = Column(ForeignKey("cards.id"), nullable=False, index=True)
    event: str = Column(String(10), nullable=False)
    by: str = Column(String(64), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class RiskNote(Base):
    """Why a transfer was handed to a person instead of being done, for staff."""

    __tablename__ = "risk_notes"
    id: int = Column(Row, primary_key=True)
    call_id: str = Column(String(64), nullable=False)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    reasons: str = Column(String(400), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
