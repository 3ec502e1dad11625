"""What the bank asks of a biller: a power company, a cable TV company, a mobile operator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from voicebot.bank.connectors.answers import Done

# Why billers refuse; any other word is told as "not accepted".
UNKNOWN_NUMBER = "unknown_number"


@dataclass(frozen=True)
class Bill:
    """What a contract owes, or what it still has paid in advance; `address` says whose it is."""

    address: str
    due_fen: int
    credit_fen: int = 0


@dataclass(frozen=True)
class BillPayment:
    """`reference` is the bank's own: the same one again is the same payment."""

    reference: str
    number: str
    amount_fen: int


class Biller(Protocol):
    """Every method raises Refused or NoAnswer, within `ANSWER_WITHIN_S`."""

    def bill(self, number: str) -> Bill:
        """What is due for the contract `number`; Refused(UNKNOWN_NUMBER) without one."""

    def pay(self, payment: BillPayment) -> Done:
        """Pays; sent again with the same reference it pays nothing more and answers the same."""

    def payment_status(self, reference: str) -> Done | None:
        """What became of a payment: Done, Refused, NoAnswer while at work, None if never seen."""
