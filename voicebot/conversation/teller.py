"""What a session asks of the bank itself, past the dialogue."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from voicebot.bank import authentication, callbacks, preferences
from voicebot.bank.authentication import PinResult
from voicebot.bank.preferences import Preferences

log = logging.getLogger(__name__)


class Teller:
    """Each method is one database transaction and blocks for some milliseconds."""

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

    def preferences(self, call_id: str, caller_number: str) -> Preferences | None:
        """How the caller once chose to be spoken to; None for a stranger, or without a database."""
        try:
            with self._database.begin() as db:
                return preferences.of_caller(db, call_id, caller_number)
        except SQLAlchemyError:
            log.exception("no profile could be read; the caller is spoken to as usual")
            return None

    def keep_preferences(self, call_id: str, caller_number: str, chosen: Preferences) -> None:
        """Writes down how the caller chooses to be spoken to; in this call it holds anyway."""
        try:
            with self._database.begin() as db:
                preferences.keep(db, call_id, caller_number, chosen)
        except SQLAlchemyError:
            log.exception("a profile could not be kept")
