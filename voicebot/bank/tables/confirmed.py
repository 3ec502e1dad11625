"""A yes that was given in a call and is carried out later: kept with what is to be done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, DateTime, Float, String

from voicebot.bank.confirmation import Confirmation


class Confirmed:
    """The columns of a Confirmation, for tables of what waits (`bank.confirmation`)."""

    idempotency_key: str = Column(String(64), nullable=False, unique=True)
    read_back: str = Column(String(400), nullable=False)
    confirmed_by: str = Column(String(10), nullable=False)
    call_id: str = Column(String(64), nullable=False)
    recording_s: float = Column(Float, nullable=False)
    confirmed_at: datetime = Column(DateTime, nullable=False)

    @staticmethod
    def columns(confirmation: Confirmation) -> dict[str, Any]:
        """The values of these columns for a yes that was just given."""
        return {
            "idempotency_key": confirmation.idempotency_key,
            "read_back": confirmation.read_back,
            "confirmed_by": confirmation.confirmed_by,
            "call_id": confirmation.call_id,
            "recording_s": confirmation.recording_s,
            "confirmed_at": confirmation.at,
        }

    def confirmation(self, at: datetime, operator: str) -> Confirmation:
        """The same yes, carried out at `at` by `operator`."""
        return Confirmation(
            idempotency_key=self.idempotency_key,
            read_back=self.read_back,
            confirmed_by=self.confirmed_by,
            call_id=self.call_id,
            recording_s=self.recording_s,
            at=at,
            operator=operator,
        )
