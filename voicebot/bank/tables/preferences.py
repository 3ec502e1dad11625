"""How customers want to be spoken to."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, String

from voicebot.bank.tables.row import Base


class Preference(Base):
    """A customer's wishes, the same in every call until they are changed by voice or key."""

    __tablename__ = "preferences"
    customer_id: int = Column(ForeignKey("customers.id"), primary_key=True)
    rate: float = Column(Float, nullable=False)
    wording: str = Column(String(10), nullable=False)
    earcons: bool = Column(Boolean, nullable=False)
    unlimited: bool = Column(Boolean, nullable=False)
