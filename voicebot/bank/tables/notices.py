"""What staff and customers are told outside a call."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, String

from voicebot.bank.tables.row import Base, Row


class CallbackNote(Base):
    """Somebody whom staff are to call back."""

    __tablename__ = "callback_notes"
    id: int = Column(Row, primary_key=True)
    call_id: str = Column(String(64), nullable=False)
    phone: str = Column(String(20), nullable=False)
    reason: str = Column(String(200), nullable=False)
    at: datetime = Column(DateTime, nullable=False)


class SmsMessage(Base):
    """A text message to a customer; `sent_at` is empty until the SMS centre has taken it.

    `refusal` is why it would not take it, and never will (a number that is none).
    """

    __tablename__ = "sms_messages"
    id: int = Column(Row, primary_key=True)
    phone: str = Column(String(20), nullable=False)
    text: str = Column(String(400), nullable=False)
    key: str = Column(String(80), nullable=False, unique=True)
    queued_at: datetime = Column(DateTime, nullable=False)
    sent_at: datetime | None = Column(DateTime, index=True)
    refusal: str = Column(String(80), nullable=False, default="")
