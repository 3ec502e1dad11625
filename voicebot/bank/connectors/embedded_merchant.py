"""A merchant that answers from the bank's own database: it takes every order, and takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank.connectors.answers import Done, Refused
from voicebot.bank.connectors.merchants import Cancellation, Order
from voicebot.bank.tables import MerchantOrder

UNKNOWN_ORDER = "unknown_order"


class EmbeddedMerchant:
    """Implements `Merchant`."""

    def __init__(
        self, database: sessionmaker[Session], name: str, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._name = name
        self._now = now

    def order(self, order: Order) -> Done:
        """Writes the order into the merchant's books, once per reference."""
        with self._database.begin() as db:
            if self._named(db, order.reference) is None:
                db.add(
                    MerchantOrder(
                        reference=order.reference,
                        merchant=self._name,
                        product=order.product,
                        fields=dict(order.fields),
                        amount_fen=order.amount_fen,
                        at=self._now(),
                    )
                )
                db.flush()
            return Done(_number(self._named(db, order.reference)))

    def order_status(self, reference: str) -> Done | None:
        """Done with its number if it is in the books."""
        with self._database.begin() as db:
            order = self._named(db, reference)
            return Done(_number(order)) if order else None

    def cancel(self, cancellation: Cancellation) -> Done:
        """Notes the cancellation with the order, once."""
        with self._database.begin() as db:
            order = self._named(db, cancellation.order_reference)
            if order is None or order.cancelled_by not in (None, cancellation.reference):
                raise Refused(UNKNOWN_ORDER)
            order.cancelled_by = cancellation.reference
            order.refund_fen = cancellation.refund_fen
            return Done(_number(order))

    def cancellation_status(self, reference: str) -> Done | None:
        """Done if an order was taken back under this reference."""
        with self._database.begin() as db:
            order = db.query(MerchantOrder).filter_by(cancelled_by=reference).one_or_none()
            return Done(_number(order)) if order else None

    def _named(self, db: Session, reference: str) -> MerchantOrder | None:
        return db.query(MerchantOrder).filter_by(reference=reference).one_or_none()


def _number(order: MerchantOrder | None) -> str:
    """Six digits or more, short enough to be said."""
    return f"{order.id:06d}" if order else ""
