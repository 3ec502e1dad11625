"""What a customer and the bank have agreed: signed services, notices of account changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Column, DateTime, ForeignKey, String

from voicebot.bank.tables.row import Base


class SignedService(Base):
    """A service that the customer signed for at a branch, such as transfers to others."""

    __tablename__ = "signed_services"
    customer_id: int = Column(ForeignKey("customers.id"), primary_key=True)
    service: str = Column(String(20), primary_key=True)
    signed_at: datetime = Column(DateTime, nullable=False)


class AccountAlert(Base):
    """An SMS for every change of the account by `threshold_fen` or more."""

    __tablename__ = "account_alerts"
    account_id: int = Column(ForeignKey("accounts.id"), primary_key=True)
    threshold_fen: int = Column(BigInteger, nullable=False)
