"""The queue of turns that went badly, and what staff make of them; nothing is ever overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import desc, exists, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from voicebot.bank.errors import BankError
from voicebot.bank.tables import CallTurn, TurnReview
from voicebot.bank.tables.turns import WENT_BADLY

PAGE = 50
NEIGHBOURS = 3

TURN = CallTurn.__table__.c
_UNREVIEWED = ~exists().where(TurnReview.turn_id == CallTurn.id)


@dataclass(frozen=True)
class Correction:
    """A turn as it was, and what was really said and meant."""

    turn: CallTurn
    said: str
    intent: str
    by: str
    values: str = ""


def queue(db: Session, reason: str = "", before: int | None = None) -> Sequence[CallTurn]:
    """Turns that nobody has looked at, the newest first; of one `reason`, older than a turn."""
    query = _waiting(select(CallTurn), reason).order_by(desc(CallTurn.id)).limit(PAGE)
    if before is not None:
        query = query.where(CallTurn.id < before)
    return db.execute(query).scalars().all()


def waiting(db: Session, reason: str = "") -> int:
    """How many nobody has looked at."""
    return int(db.execute(_waiting(select(func.count(CallTurn.id)), reason)).scalar_one())


def _waiting(query: Select, reason: str) -> Select:
    query = query.where(WENT_BADLY, _UNREVIEWED)
    return query.where(TURN.reasons.contains(reason)) if reason else query


def around(db: Session, turn: CallTurn) -> tuple[Sequence[CallTurn], Sequence[CallTurn]]:
    """What came before the turn and what came next in its call."""
    nearby = select(CallTurn).where(
        CallTurn.call_id == turn.call_id,
        TURN.number.between(turn.number - NEIGHBOURS, turn.number + NEIGHBOURS),
    )
    turns = db.execute(nearby.order_by(CallTurn.number)).scalars().all()
    before = [one for one in turns if one.number < turn.number]
    return before, [one for one in turns if one.number > turn.number]


def of_turn(db: Session, turn_id: int) -> Sequence[TurnReview]:
    """All reviews of the turn, the first one first."""
    query = select(TurnReview).where(TurnReview.turn_id == turn_id).order_by(TurnReview.id)
    return db.execute(query).scalars().all()


def latest(db: Session, before: int | None = None) -> Sequence[tuple[TurnReview, CallTurn]]:
    """What staff wrote last and the turns, the newest first; older than a review."""
    query = select(TurnReview, CallTurn).join(CallTurn, CallTurn.id == TurnReview.turn_id)
    if before is not None:
        query = query.where(TurnReview.__table__.c.id < before)
    return db.execute(query.order_by(desc(TurnReview.id)).limit(PAGE)).all()


def correct(
    db: Session, turn_id: int, by: str, now: datetime, *, said: str, intent: str, values: str
) -> None:
    """Keeps what was really said and meant; BankError if one of both is missing."""
    if not said or not intent:
        raise BankError("a correction needs what was said and what was meant")
    review = {"said": said, "intent": intent, "values": values, "dismissed": ""}
    db.add(TurnReview(turn_id=turn_id, by=by, at=now, **review))
    db.flush()


def dismiss(db: Session, turn_id: int, by: str, now: datetime, why: str) -> None:
    """The turn needs no correction; BankError if nobody says why."""
    if not why:
        raise BankError("say why the turn needs no correction")
    nothing = {"said": "", "intent": "", "values": ""}
    db.add(TurnReview(turn_id=turn_id, by=by, at=now, dismissed=why, **nothing))
    db.flush()


def corrections(db: Session) -> list[Correction]:
    """The last word on each turn that was corrected and not dismissed since, in order."""
    last = select(func.max(TurnReview.id)).group_by(TurnReview.turn_id)
    query = (
        select(CallTurn, TurnReview)
        .join(TurnReview, TurnReview.turn_id == CallTurn.id)
        .where(TurnReview.__table__.c.id.in_(last), TurnReview.dismissed == "")
        .order_by(TurnReview.id)
    )
    return [
        Correction(turn, review.said, review.intent, review.by, review.values)
        for turn, review in db.execute(query)
    ]
