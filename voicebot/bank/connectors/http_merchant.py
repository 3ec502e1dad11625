"""A merchant behind a URL."""

from __future__ import annotations

from voicebot.bank.connectors.answers import Done
from voicebot.bank.connectors.http_counterparty import HttpCounterparty
from voicebot.bank.connectors.merchants import Cancellation, Order


class HttpMerchant:
    """Implements `Merchant` by the protocol of `http_counterparty`."""

    def __init__(self, counterparty: HttpCounterparty) -> None:
        self._counterparty = counterparty

    def order(self, order: Order) -> Done:
        """Takes the order, once per reference."""
        document = {
            "product": order.product,
            "fields": dict(order.fields),
            "amount_fen": order.amount_fen,
        }
        return self._counterparty.instruct("orders", order.reference, document)

    def order_status(self, reference: str) -> Done | None:
        """What became of an order."""
        return self._counterparty.status("orders", reference)

    def cancel(self, cancellation: Cancellation) -> Done:
        """Takes the order back, once per reference."""
        document = {
            "order_reference": cancellation.order_reference,
            "amount_fen": cancellation.refund_fen,
        }
        return self._counterparty.instruct("cancellations", cancellation.reference, document)

    def cancellation_status(self, reference: str) -> Done | None:
        """What became of a cancellation."""
        return self._counterparty.status("cancellations", reference)
