"""What happened in calls, turn by turn, and what staff say about the turns that went badly."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Optional

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    text,
)

from voicebot.bank.tables.row import Base, Row

# Written as it stands in the index of these, or the database does not use it.
WENT_BADLY = text("reasons <> ''")

# SQLAlchemy's plain columns say by their annotation what they hold.
# ruff: noqa: UP045


class CallTurn(Base):
    """What the caller said or keyed and what came of it; long numbers are masked everywhere.

    `asked` and `listen` are the open question that it answers, `state` the one that is open after
    it. `heard_confidence` is the recogniser's, `confidence` that of the intent. `others` is what
    else may have been said. `reasons` are why the turn went badly, with a space between them, ""
    if it did not. `began_s` and `ended_s` are where the caller's sound is in the recording; if it
    is `silenced`, a number in it is nobody's business.
    """

    __tablename__ = "call_turns"
    id: int = Column(Row, primary_key=True)
    call_id: str = Column(String(64), nullable=False)
    number: int = Column(Integer, nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    model: str = Column(String(40), nullable=False)
    flow: str = Column(String(40), nullable=False)
    asked: str = Column(String(80), nullable=False)
    listen: str = Column(String(12), nullable=False)
    by: str = Column(String(8), nullable=False)
    heard: str = Column(String(200), nullable=False)
    heard_confidence: float = Column(Float, nullable=False)
    others: list[str] = Column(JSON, nullable=False)
    intent: str = Column(String(60), nullable=False)
    confidence: float = Column(Float, nullable=False)
    bot: str = Column(Text, nullable=False)
    prompts: list[str] = Column(JSON, nullable=False)
    state: str = Column(String(80), nullable=False)
    finished: str = Column(String(120), nullable=False)
    reasons: str = Column(String(120), nullable=False)
    first_sound_ms: Optional[int] = Column(Integer)
    began_s: float = Column(Float, nullable=False)
    ended_s: float = Column(Float, nullable=False)
    silenced: bool = Column(Boolean, nullable=False)

    __table_args__: Any = (
        Index("ix_call_turns_call", "call_id", "number", unique=True),
        Index("ix_call_turns_at", "at"),
        Index("ix_call_turns_bad", "id", sqlite_where=WENT_BADLY, postgresql_where=WENT_BADLY),
    )


class TurnReview(Base):
    """What a member of staff heard in a turn: `said`, `intent` and `values`, or why it needs none.

    Append-only: who thinks otherwise writes another review, and the last one counts.
    """

    __tablename__ = "turn_reviews"
    id: int = Column(Row, primary_key=True)
    turn_id: int = Column(Row, ForeignKey("call_turns.id"), nullable=False, index=True)
    by: str = Column(String(40), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    said: str = Column(String(200), nullable=False)
    intent: str = Column(String(60), nullable=False)
    values: str = Column(String(200), nullable=False)
    dismissed: str = Column(String(200), nullable=False)
