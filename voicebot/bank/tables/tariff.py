"""What the bank sets for its products."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String

from voicebot.bank.tables.row import Base


class TariffItem(Base):
    """One figure of the tariff, its unit in its name, with the paper that lays it down."""

    __tablename__ = "tariff"
    name: str = Column(String(40), primary_key=True)
    value: int = Column(BigInteger, nullable=False)
    source: str = Column(String(120), nullable=False)
