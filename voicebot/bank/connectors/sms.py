"""What the bank asks of the SMS centre."""

from __future__ import annotations

from typing import Protocol


class SmsCentre(Protocol):
    """Takes a message for a phone number."""

    def send(self, phone: str, text: str) -> None:
        """Returns when the centre has taken it.

        Raises NoAnswer if that is not sure (send it again), Refused if it never will.
        """
