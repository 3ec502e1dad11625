"""What a session asks of the bank itself, past the dialogue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from voicebot.bank import authentication, callbacks, outcomes
from voicebot.bank.authentication import PinResult
from voicebot.bank.database import transaction


class Teller:
    """Each method is one database transaction and blocks for some milliseconds."""

    def __init__(self, database: sessionmaker[DatabaseSession]) -> None:
        self._database = database

    def verify_pin(self, call_id: str, pin: str, now: datetime) -> PinResult:
        """Whether the keyed PIN belongs to the card of the customer identified in the call."""
        return transaction(
            self._database, lambda db: authentication.verify_pin(db, call_id, pin, now)
        )

    def note_callback(self, call_id: str, phone: str, reason: str, now: datetime) -> object:
        """A note for staff to call `phone` back."""
        return transaction(
            self._database, lambda db: callbacks.note_callback(db, call_id, phone, reason, now)
        )

    def outcomes_told(self, outcome_ids: Collection[int], now: datetime) -> None:
        """The caller has heard what became of what they asked for."""
        transaction(self._database, lambda db: outcomes.mark_told(db, outcome_ids, now))

    def call_ended(self, call_id: str, now: datetime) -> None:
        """The caller is gone: what they have not heard, they are sent."""
        transaction(self._database, lambda db: outcomes.send_untold(db, now, call_id))
