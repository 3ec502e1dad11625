"""Credit cards, what their holders ask of the bank, passbooks, and loss reports of all of them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Column, Date, DateTime, Float, ForeignKey, Integer, String

from voicebot.bank.tables.row import Base, Row


class CreditCard(Base):
    """A credit card. Its ledger account is the bank's claim on the holder: below zero is owed.

    A statement closes at the end of `statement_day` (1 to 28) and is due `due_days` later.
    """

    __tablename__ = "credit_cards"
    id: int = Column(Row, primary_key=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False, unique=True)
    number: str = Column(String(19), nullable=False, unique=True)
    limit_fen: int = Column(BigInteger, nullable=False)
    statement_day: int = Column(Integer, nullable=False)
    due_days: int = Column(Integer, nullable=False)
    activated_at: datetime | None = Column(DateTime)

    def __repr__(self) -> str:
        return f"CreditCard(id={self.id}, tail={self.number[-4:]})"


class Passbook(Base):
    """A passbook of an account."""

    __tablename__ = "passbooks"
    id: int = Column(Row, primary_key=True)
    account_id: int = Column(ForeignKey("accounts.id"), nullable=False)
    number: str = Column(String(19), nullable=False, unique=True)

    def __repr__(self) -> str:
        return f"Passbook(id={self.id}, tail={self.number[-4:]})"


class LimitRequest(Base):
    """A holder's wish for a higher limit until a day. `decided_by` is the member of staff."""

    __tablename__ = "limit_requests"
    id: int = Column(Row, primary_key=True)
    number: str = Column(String(12), nullable=False, unique=True)
    card_id: int = Column(ForeignKey("credit_cards.id"), nullable=False, index=True)
    limit_fen: int = Column(BigInteger, nullable=False)
    until: date = Column(Date, nullable=False)
    requested_at: datetime = Column(DateTime, nullable=False)
    call_id: str = Column(String(64), nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)
    # "waiting", "approved" or "refused".
    state: str = Column(String(10), nullable=False)
    decided_by: str | None = Column(String(40))
    decided_at: datetime | None = Column(DateTime)


class LossReport(Base):
    """An oral loss report, with the read-back and where in the recording its yes is.

    `item` is what was lost (see `loss_reports.Item`); its account is stopped until `expires_at`.
    """

    __tablename__ = "loss_reports"
    id: int = Column(Row, primary_key=True)
    number: str = Column(String(12), nullable=False, unique=True)
    customer_id: int = Column(ForeignKey("customers.id"), nullable=False)
    item: str = Column(String(32), nullable=False, index=True)
    reported_at: datetime = Column(DateTime, nullable=False)
    expires_at: datetime = Column(DateTime, nullable=False)
    call_id: str = Column(String(64), nullable=False)
    read_back: str = Column(String(400), nullable=False)
    confirmed_by: str = Column(String(10), nullable=False)
    recording_s: float = Column(Float, nullable=False)
    idempotency_key: str = Column(String(64), nullable=False, unique=True)
