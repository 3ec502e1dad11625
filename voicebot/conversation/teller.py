"""What a session asks of the bank itself, past the dialogue."""

from __future__ import annotations

import logging
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from voicebot.bank import authentication, callbacks, outcomes, preferences
from voicebot.bank.authentication import PinResult
from voicebot.bank.database import transaction
from voicebot.bank.preferences import Preferences

log = logging.getLogger(__name__)


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

    def preferences(self, call_id: str, caller_number: str) -> Preferences | None:
        """How the caller once chose to be spoken to; None for a stranger, or without a database."""
        try:
            return transaction(
                self._database, lambda db: preferences.of_caller(db, call_id, caller_number)
            )
        except SQLAlchemyError:
            log.exception("no profile could be read; the caller is spoken to as usual")
            return None

    def keep_preferences(self, call_id: str, caller_number: str, chosen: Preferences) -> None:
        """Writes down how the caller chooses to be spoken to; in this call it holds anyway."""
        try:
            transaction(
                self._database, lambda db: preferences.keep(db, call_id, caller_number, chosen)
            )
        except SQLAlchemyError:
            log.exception("a profile could not be kept")
