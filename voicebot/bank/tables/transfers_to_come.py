"""What every table of transfers that are made later has."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, String
from sqlalchemy.orm import declared_attr

from voicebot.bank.tables.confirmed import Confirmed
from voicebot.bank.tables.row import Row


class TransferToCome(Confirmed):
    """Whose, to whom, from which account, how much, and the yes that it was confirmed by."""

    id: int = Column(Row, primary_key=True)
    amount_fen: int = Column(BigInteger, nullable=False)
    state: str = Column(String(10), nullable=False, index=True)

    @declared_attr
    def customer_id(cls) -> int:
        return Column(ForeignKey("customers.id"), nullable=False)

    @declared_attr
    def payee_id(cls) -> int:
        return Column(ForeignKey("payees.id"), nullable=False)

    @declared_attr
    def from_account(cls) -> int:
        return Column(ForeignKey("accounts.id"), nullable=False)
