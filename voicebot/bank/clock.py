"""The bank's clock: what is done at its time and not because somebody calls."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from voicebot.bank import approvals, schedule


def tick(db: Session, now: datetime) -> None:
    """Makes the scheduled transfers that are due, gives up approvals that nobody decided.

    Called once a minute and at the start of the service; a second call finds nothing to do.
    """
    schedule.run_due(db, now)
    approvals.expire(db, now)
