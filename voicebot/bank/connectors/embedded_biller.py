"""A biller that answers from the bank's own database: its contracts, and what was paid to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank.connectors.answers import Done, Refused
from voicebot.bank.connectors.billers import UNKNOWN_NUMBER, Bill, BillPayment
from voicebot.bank.tables import BillerContract, BillerPayment


class EmbeddedBiller:
    """Implements `Biller`; `any_number` for one that takes money for whatever number (top-ups)."""

    def __init__(
        self,
        database: sessionmaker[Session],
        name: str,
        any_number: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._name = name
        self._any_number = any_number
        self._now = now

    def bill(self, number: str) -> Bill:
        """What was billed less what was paid."""
        with self._database.begin() as db:
            contract = db.get(BillerContract, (self._name, number))
            if contract is None:
                raise Refused(UNKNOWN_NUMBER)
            owed_fen = contract.billed_fen - self._paid_fen(db, number)
            return Bill(contract.address, max(owed_fen, 0), max(-owed_fen, 0))

    def pay(self, payment: BillPayment) -> Done:
        """Writes the payment into the biller's books, once per reference."""
        with self._database.begin() as db:
            if db.get(BillerPayment, payment.reference) is None:
                contract = db.get(BillerContract, (self._name, payment.number))
                if contract is None and not self._any_number:
                    raise Refused(UNKNOWN_NUMBER)
                db.add(
                    BillerPayment(
                        reference=payment.reference,
                        biller=self._name,
                        number=payment.number,
                        amount_fen=payment.amount_fen,
                        at=self._now(),
                    )
                )
        return Done()

    def payment_status(self, reference: str) -> Done | None:
        """Done if it is in the books; what was refused never came into them."""
        with self._database.begin() as db:
            return Done() if db.get(BillerPayment, reference) else None

    def _paid_fen(self, db: Session, number: str) -> int:
        paid = select(func.coalesce(func.sum(BillerPayment.amount_fen), 0)).where(
            BillerPayment.biller == self._name, BillerPayment.number == number
        )
        return int(db.execute(paid).scalar_one())
