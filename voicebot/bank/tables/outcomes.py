"""What customers are still to be told."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Column, DateTime, ForeignKey, Index, String
from sqlalchemy import text as sql

from voicebot.bank.tables.row import Base, Row


class Outcome(Base):
    """What became of something that a caller asked for; `told_at` is empty until they heard it,
    or until a later outcome took its place.

    `response` and `spoken` say it in the bot's recorded voice, `text` in an SMS; `sms_at` is when
    that was queued. `key` is the idempotency key of what was done.
    """

    __tablename__ = "outcomes"
    id: int = Column(Row, primary_key=True)
    key: str = Column(String(80), nullable=False, unique=True)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    phone: str = Column(String(20), nullable=False)
    call_id: str = Column(String(64), nullable=False)
    response: str = Column(String(80), nullable=False)
    spoken: dict[str, str] = Column(JSON, nullable=False)
    text: str = Column(String(400), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    told_at: datetime | None = Column(DateTime)
    sms_at: datetime | None = Column(DateTime)

    # Looked through at every turn; nearly all outcomes have been told.
    __table_args__ = (
        Index(
            "ix_outcomes_untold",
            "customer_id",
            sqlite_where=sql("told_at IS NULL"),
            postgresql_where=sql("told_at IS NULL"),
        ),
    )
