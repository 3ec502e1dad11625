"""Payees that customers signed at a branch."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, DateTime, ForeignKey, String

from voicebot.bank.tables.row import Base, Row


class Payee(Base):
    """Somebody to whom the customer agreed in a contract at a branch to send money.

    `signed_at` is empty for contracts older than this program.
    """

    __tablename__ = "payees"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    name: str = Column(String(40), nullable=False)
    bank: str = Column(String(40), nullable=False)
    account_number: str = Column(String(32), nullable=False)
    signed_at: datetime | None = Column(DateTime)

    @property
    def tail(self) -> str:
        """The last four digits of the payee's account."""
        return self.account_number[-4:]
