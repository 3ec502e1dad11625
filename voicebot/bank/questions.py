"""Questions of callers that the knowledge base could not answer, for staff to write an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import desc, func, select
from sqlalchemy.orm import Session

from voicebot.bank.tables import UnansweredQuestion


@dataclass(frozen=True)
class Unanswered:
    """How often a question was asked, and when last."""

    text: str
    times: int
    last_at: datetime


def note_unanswered(db: Session, call_id: str, text: str, now: datetime) -> None:
    """Writes the question down as the recogniser heard it."""
    db.add(UnansweredQuestion(call_id=call_id, text=text, at=now))
    db.flush()


def unanswered(db: Session) -> Sequence[Unanswered]:
    """All noted questions, those asked most often first."""
    times, last_at = func.count(), func.max(UnansweredQuestion.at)
    query = (
        select(UnansweredQuestion.text, times, last_at)
        .group_by(UnansweredQuestion.text)
        .order_by(desc(times), desc(last_at))
    )
    return [Unanswered(*row) for row in db.execute(query)]
