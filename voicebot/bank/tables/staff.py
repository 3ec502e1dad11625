"""The bank's staff who listen to turns and correct them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, String

from voicebot.bank.tables.row import Base


class StaffMember(Base):
    """Somebody who may log in to the console; `role` is "reviewer" or "lead"."""

    __tablename__ = "staff"
    name: str = Column(String(40), primary_key=True)
    role: str = Column(String(12), nullable=False)
    password_hash: str = Column(String(200), nullable=False)
    at: datetime = Column(DateTime, nullable=False)
