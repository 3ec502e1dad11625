"""Notes for staff to call somebody back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank.tables import CallbackNote


def note_callback(
    db: Session, call_id: str, phone: str, reason: str, now: datetime
) -> CallbackNote:
    """Writes the note; `phone` is empty when the caller's number is withheld."""
    note = CallbackNote(call_id=call_id, phone=phone, reason=reason, at=now)
    db.add(note)
    db.flush()
    return note
