"""Branches, their hours and appointments."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Time, UniqueConstraint

from voicebot.bank.tables.row import Base, Row


class Branch(Base):
    """A branch with its hours; it takes `counters` appointments at the same time."""

    __tablename__ = "branches"
    id: int = Column(Row, primary_key=True)
    name: str = Column(String(40), nullable=False, unique=True)
    address: str = Column(String(80), nullable=False)
    weekday_opens: time = Column(Time, nullable=False)
    weekday_closes: time = Column(Time, nullable=False)
    weekend_opens: time = Column(Time, nullable=False)
    weekend_closes: time = Column(Time, nullable=False)
    counters: int = Column(Integer, nullable=False)


class Appointment(Base):
    """A customer expected at a branch for a `purpose`; a cancelled one has no `counter`."""

    __tablename__ = "appointments"
    __table_args__ = (UniqueConstraint("branch_id", "day", "at", "counter"),)
    id: int = Column(Row, primary_key=True)
    branch_id: int = Column(ForeignKey("branches.id"), nullable=False)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    phone: str = Column(String(20), nullable=False)
    day: date = Column(Date, nullable=False)
    at: time = Column(Time, nullable=False)
    counter: Any = Column(Integer)
    purpose: str = Column(String(40), nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)
