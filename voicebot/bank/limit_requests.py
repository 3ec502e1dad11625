"""Temporary limits of credit cards: asked for on the telephone, decided by one of the approvers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from voicebot.bank import approvers, calls, notices, numbering
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import RequestClosed, UnknownCard
from voicebot.bank.tables import CreditCard, Customer, LimitRequest

WAITING = "waiting"
Decision = Literal["approved", "refused"]


def limit_fen(db: Session, card: CreditCard, today: date) -> int:
    """The card's limit today: its own, or a higher one that was approved until a later day."""
    query = select(func.max(LimitRequest.limit_fen)).where(
        LimitRequest.card_id == card.id,
        LimitRequest.state == "approved",
        LimitRequest.until >= today,
    )
    return max(card.limit_fen, db.execute(query).scalar_one() or 0)


def request(
    db: Session, card_id: int, asked_fen: int, until: date, confirmation: Confirmation
) -> LimitRequest:
    """Leaves the wish to staff; the same confirmation asks once.

    Raises what `calls.authenticated_customer` raises, and UnknownCard if the card is not theirs.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    card = db.get(CreditCard, card_id)
    if card is None or card.customer_id != customer_id:
        raise UnknownCard("this customer has no such credit card")
    key = confirmation.idempotency_key
    made = select(LimitRequest).where(LimitRequest.idempotency_key == key)
    if earlier := db.execute(made).scalar_one_or_none():
        return earlier
    wish = LimitRequest(
        number=numbering.next_number(db, LimitRequest.number, confirmation.at),
        card_id=card.id,
        limit_fen=asked_fen,
        until=until,
        requested_at=confirmation.at,
        call_id=confirmation.call_id,
        idempotency_key=key,
        state=WAITING,
    )
    db.add(wish)
    db.flush()
    return wish


def waiting(db: Session) -> list[tuple[LimitRequest, CreditCard, Customer]]:
    """The requests that nobody has decided, the oldest first, with whose they are."""
    query = (
        select(LimitRequest, CreditCard, Customer)
        .join(CreditCard, CreditCard.id == LimitRequest.card_id)
        .join(Customer, Customer.id == CreditCard.customer_id)
        .where(LimitRequest.state == WAITING)
        .order_by(LimitRequest.id)
    )
    return [tuple(row) for row in db.execute(query)]


def decide(db: Session, number: str, decision: Decision, by: str, now: datetime) -> LimitRequest:
    """One of the approvers decides; the customer is told by SMS.

    Raises NotPermitted, and RequestClosed if there is no such request or it has been decided.
    """
    approvers.refuse_others(db, by)
    query = select(LimitRequest).where(LimitRequest.number == number, LimitRequest.state == WAITING)
    wish = db.execute(query.with_for_update()).scalar_one_or_none()
    if wish is None:
        raise RequestClosed(f"no request {number} is waiting; `voicebot limits list` shows those")
    wish.state, wish.decided_by, wish.decided_at = decision, by, now
    card = db.get(CreditCard, wish.card_id)
    told = {
        "approved": f"已批准，{wish.limit_fen // 100}元，{wish.until:%m月%d日}前有效",
        "refused": "未获批准，原额度不变",
    }
    notices.queue_sms(
        db,
        phone=db.get(Customer, card.customer_id).phone,
        text=f"您尾号{card.number[-4:]}的信用卡临时额度申请（编号{number}）{told[decision]}。",
        key=f"limit-{number}",
        at=now,
    )
    return wish
