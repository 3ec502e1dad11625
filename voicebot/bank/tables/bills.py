"""What billers know of the customers’ contracts."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String

from voicebot.bank.tables.row import Base


class ElectricityMeter(Base):
    """A meter as the power company knows it; `customer_id` if the customer saved it here."""

    __tablename__ = "electricity_meters"
    number: str = Column(String(20), primary_key=True)
    customer_id: int | None = Column(ForeignKey("customers.id"))
    address: str = Column(String(80), nullable=False)
    billed_fen: int = Column(BigInteger, nullable=False)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)
