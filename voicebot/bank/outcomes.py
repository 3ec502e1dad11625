"""What became of what callers asked for, kept until they have heard it: in the call that asked, by
SMS if that call ended first, and in their next call.

    done ─▶ untold ─▶ spoken to its end ─▶ told
               └── the call is over ─▶ SMS, and spoken in the next call after the PIN
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import bindparam, null, select
from sqlalchemy.orm import Session

from voicebot.bank import notices
from voicebot.bank.tables import Outcome

BY_KEY = select(Outcome).where(Outcome.key == bindparam("key"))
UNTOLD = (
    select(Outcome)
    .where(Outcome.customer_id == bindparam("customer"), Outcome.told_at == null())
    .order_by(Outcome.id)
)


def record(
    db: Session,
    *,
    key: str,
    customer_id: int | None,
    phone: str,
    text: str,
    at: datetime,
    call_id: str = "",
    response: str = "",
    spoken: Mapping[str, str] | None = None,
) -> Outcome:
    """Notes what the customer is to be told, in the transaction that did it; once for a `key`.

    `call_id` is the call that is about to say it; without one an SMS is queued at once.
    """
    known = db.execute(BY_KEY, {"key": key}).scalar_one_or_none()
    if known:
        return known
    outcome = Outcome(
        key=key,
        customer_id=customer_id,
        phone=phone,
        call_id=call_id,
        response=response,
        spoken=dict(spoken or {}),
        text=text,
        at=at,
        sms_at=None if call_id else at,
    )
    db.add(outcome)
    db.flush()
    if not call_id:
        _queue_sms(db, outcome, at)
    return outcome


def untold(db: Session, customer_id: int) -> list[Outcome]:
    """What the customer has not heard yet, the oldest first."""
    return list(db.execute(UNTOLD, {"customer": customer_id}).scalars())


def noted(db: Session, key: str) -> tuple[int, ...]:
    """The number of the outcome under this key, if there is one yet."""
    return tuple(outcome.id for outcome in db.execute(BY_KEY, {"key": key}).scalars())


def mark_told(db: Session, outcome_ids: Collection[int], at: datetime) -> None:
    """The caller has heard these to their end."""
    for outcome_id in outcome_ids:
        outcome = db.get(Outcome, outcome_id)
        outcome.told_at = outcome.told_at or at
    db.flush()


def supersede(db: Session, key: str, at: datetime) -> None:
    """A later outcome takes the place of this one, which nobody needs to hear any more."""
    mark_told(db, noted(db, key), at)


def send_untold(db: Session, at: datetime, call_id: str | None = None) -> int:
    """Queues an SMS for everything that was not heard in the call, or in any call; how many.

    Without a `call_id`, what a living call is saying at this moment is sent as well: to be told
    twice does no harm, not to be told does.
    """
    query = select(Outcome).where(Outcome.told_at == null(), Outcome.sms_at == null())
    if call_id is not None:
        query = query.where(Outcome.call_id == call_id)
    outcomes = list(db.execute(query).scalars())
    for outcome in outcomes:
        _queue_sms(db, outcome, at)
        outcome.sms_at = at
    db.flush()
    return len(outcomes)


def _queue_sms(db: Session, outcome: Outcome, at: datetime) -> None:
    notices.queue_sms(
        db, phone=outcome.phone, text=outcome.text, key=f"outcome-{outcome.id}", at=at
    )
