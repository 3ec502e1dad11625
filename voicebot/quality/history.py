"""Keeps the turns of calls in the bank's database, once each, when a call is over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from voicebot.bank.tables import CallTurn
from voicebot.operations.call_log import EVENTS_FILE, read_events
from voicebot.quality.turns import turns_of

# A call whose process died is found again this many days later at the most.
DAYS_LOOKED_BACK = 2


def keep_turns(db: Session, call_id: str, folder: Path) -> None:
    """Writes down the turns of the call whose events are in `folder`; a second time nothing."""
    if db.execute(select(exists().where(CallTurn.call_id == call_id))).scalar():
        return
    db.add_all(turns_of(call_id, read_events(folder)))
    db.flush()


def keep_unfinished(db: Session, recordings: Path) -> None:
    """As `keep_turns`, for the calls of the last days that ended with their process.

    Call it when no call is on the line.
    """
    days = sorted(day for day in recordings.glob("????-??-??") if day.is_dir())
    for day in days[-DAYS_LOOKED_BACK:]:
        since = datetime.fromisoformat(day.name)
        kept = set(db.execute(select(CallTurn.call_id).where(CallTurn.at >= since)).scalars())
        for events in day.glob(f"*/{EVENTS_FILE}"):
            if events.parent.name not in kept:
                keep_turns(db, events.parent.name, events.parent)
