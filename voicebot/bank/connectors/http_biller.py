"""A biller behind a URL."""

from __future__ import annotations

from voicebot.bank.connectors.answers import Done, NoAnswer
from voicebot.bank.connectors.billers import Bill, BillPayment
from voicebot.bank.connectors.http_counterparty import HttpCounterparty


class HttpBiller:
    """Implements `Biller` by the protocol of `http_counterparty`."""

    def __init__(self, counterparty: HttpCounterparty) -> None:
        self._counterparty = counterparty

    def bill(self, number: str) -> Bill:
        """What is due for the contract."""
        document = self._counterparty.ask(f"contracts/{number}")
        try:
            return Bill(
                address=str(document["address"]),
                due_fen=int(document["due_fen"]),
                credit_fen=int(document.get("credit_fen", 0)),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise NoAnswer(f"a bill without {error}") from error

    def pay(self, payment: BillPayment) -> Done:
        """Pays, once per reference."""
        document = {"number": payment.number, "amount_fen": payment.amount_fen}
        return self._counterparty.instruct("payments", payment.reference, document)

    def payment_status(self, reference: str) -> Done | None:
        """What became of a payment."""
        return self._counterparty.status("payments", reference)
