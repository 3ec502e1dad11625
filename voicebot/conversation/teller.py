"""What a session asks of the bank itself, past the dialogue: the PIN and a call-back note."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from voicebot.bank import authentication, callbacks
from voicebot.bank.authentication import PinResult


class Teller:
    """Each call is one database transaction; both methods block for some milliseconds."""

    def __init__(self, database: sessionmaker[DatabaseSession]) -> None:
        self._database = database

    def verify_pin(self, call_id: str, pin: str, now: datetime) -> PinResult:
        """Whether the keyed PIN belongs to the card of the customer identified in the call."""
        with self._database.begin() as db:
            return authentication.verify_pin(db, call_id, pin, now)

    def note_callback(self, call_id: str, phone: str, reason: str, now: datetime) -> object:
        """A note for staff to call `phone` back."""
        with self._database.begin() as db:
            return callbacks.note_callback(db, call_id, phone, reason, now)
