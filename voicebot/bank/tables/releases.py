"""Which dialogue the hotline speaks, and who said so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, DateTime, String, false

from voicebot.bank.tables.row import Base, Row


class Release(Base):
    """New calls are answered by the last one's `model`; `despite` is why one that is worse was.

    Append-only: going back is a row as well, with `went_back`.
    """

    __tablename__ = "releases"
    id: int = Column(Row, primary_key=True)
    model: str = Column(String(40), nullable=False)
    by: str = Column(String(40), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
    despite: str = Column(String(200), nullable=False)
    figures: dict[str, Any] = Column(JSON, nullable=False)
    went_back: bool = Column(Boolean, nullable=False, default=False, server_default=false())
