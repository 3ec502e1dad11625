"""What the bank asks of a merchant at which callers order: flowers, tickets, household help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from voicebot.bank.connectors.answers import Done


@dataclass(frozen=True)
class Order:
    """`product` and `fields` are as the catalogue names them; `reference` is never used twice."""

    reference: str
    product: str
    fields: Mapping[str, str]
    amount_fen: int


@dataclass(frozen=True)
class Cancellation:
    """Takes back the order that was sent under `order_reference`; `refund_fen` comes back."""

    reference: str
    order_reference: str
    refund_fen: int


class Merchant(Protocol):
    """Every method raises Refused or NoAnswer, within `ANSWER_WITHIN_S`.

    Sent again with the same reference, an order or a cancellation is done once and answers the
    same. A status is Done, Refused, NoAnswer while at work, None if the reference was never seen.
    """

    def order(self, order: Order) -> Done:
        """Takes the order; `Done.number` is the order number that the caller is told."""

    def order_status(self, reference: str) -> Done | None:
        """What became of an order."""

    def cancel(self, cancellation: Cancellation) -> Done:
        """Takes the order back; Refused if it is too late for that."""

    def cancellation_status(self, reference: str) -> Done | None:
        """What became of a cancellation."""
