"""What the recordings were when their calls ended."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, String

from voicebot.bank.tables.row import Base


class SealedRecording(Base):
    """The SHA-256 of a finished recording; `path` is relative to the folder of all recordings."""

    __tablename__ = "sealed_recordings"
    call_id: str = Column(String(64), primary_key=True)
    path: str = Column(String(200), nullable=False)
    sha256: str = Column(String(64), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
