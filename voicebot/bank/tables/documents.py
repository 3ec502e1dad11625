"""The documents by which the bank knows its customers."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, ForeignKey, Integer, String

from voicebot.bank.tables.row import Base


class IdentityDocument(Base):
    """A customer's ID card. `wrong_answers` counts those of the day `wrong_on`, in all calls."""

    __tablename__ = "identity_documents"
    customer_id: int = Column(ForeignKey("customers.id"), primary_key=True)
    number: str = Column(String(18), nullable=False, unique=True)
    wrong_answers: int = Column(Integer, nullable=False, default=0)
    wrong_on: date | None = Column(Date)

    def __repr__(self) -> str:
        return f"IdentityDocument(customer_id={self.customer_id})"
