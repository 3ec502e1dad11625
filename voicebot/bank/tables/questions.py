"""What callers asked and nobody had an answer to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, String

from voicebot.bank.tables.row import Base, Row


class UnansweredQuestion(Base):
    """A question as the recogniser wrote it."""

    __tablename__ = "unanswered_questions"
    id: int = Column(Row, primary_key=True)
    call_id: str = Column(String(64), nullable=False)
    text: str = Column(String(200), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
