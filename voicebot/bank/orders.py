"""Orders on the caller's behalf: paid from the account, queried, cancelled on their terms.

The merchant is told by an instruction (`bank.instructions`), so the state of an order is that of
its instruction: pending, done, refused; and of its cancellation, if there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from voicebot.bank import calls, instructions
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import TooLate, UnknownInstruction
from voicebot.bank.instructions import DONE, REFUSED, Given
from voicebot.bank.tables import Instruction, Order

# What an order can be beside its instruction's state.
CANCELLED, CANCELLING = "cancelled", "cancelling"


@dataclass(frozen=True)
class Terms:
    """Until when it can be cancelled free, then for `fee_fen`, then not at all."""

    free_until: datetime
    cancel_until: datetime
    fee_fen: int


@dataclass(frozen=True)
class Wanted:
    """What is ordered: `what` as it is spoken, `fields` as the merchant is told them."""

    product: str
    name: str
    merchant: str
    what: str
    fields: Mapping[str, str]
    amount_fen: int
    starts_at: datetime
    terms: Terms


def terms(
    amount_fen: int,
    starts_at: datetime,
    free_until_hours: int,
    fee_percent: int,
    until_hours: int,
) -> Terms:
    """The terms of a product's cancellation rule; the fee is rounded to whole fen, downwards."""
    return Terms(
        free_until=starts_at - timedelta(hours=free_until_hours),
        cancel_until=starts_at - timedelta(hours=until_hours if fee_percent else free_until_hours),
        fee_fen=amount_fen * fee_percent // 100,
    )


def order(
    db: Session,
    wanted: Wanted,
    confirmation: Confirmation,
    spoken: Mapping[str, str],
    from_account: int | None = None,
) -> Given:
    """Sets the money aside and writes the order; the same confirmation again gives the same.

    `spoken` and what is raised are as `instructions.give` has them. Deliver the instruction after
    the transaction is over.
    """
    given = instructions.give(
        db,
        kind="order",
        counterparty=wanted.merchant,
        request={"product": wanted.product, "fields": dict(wanted.fields)},
        amount_fen=wanted.amount_fen,
        about=f"{wanted.name}订单",
        confirmation=confirmation,
        from_account=from_account,
        spoken=spoken,
    )
    if not given.receipt.repeated:
        row = Order(
            customer_id=calls.authenticated_customer(db, confirmation.call_id),
            instruction_id=given.instruction_id,
            name=wanted.name,
            what=wanted.what,
            amount_fen=wanted.amount_fen,
            starts_at=wanted.starts_at,
            free_until=wanted.terms.free_until,
            cancel_until=wanted.terms.cancel_until,
            fee_fen=wanted.terms.fee_fen,
        )
        db.add(row)
        db.flush()
    return given


def orders(db: Session, customer_id: int, now: datetime) -> Sequence[Order]:
    """The customer's orders: those to come, the next first, then those that were, newest first."""
    query = select(Order).where(Order.customer_id == customer_id).order_by(desc(Order.starts_at))
    newest_first = list(db.execute(query).scalars())
    to_come = [one for one in newest_first if one.starts_at >= now]
    return [*reversed(to_come), *(one for one in newest_first if one.starts_at < now)]


def by_id(db: Session, order_id: int) -> Order:
    """The order; NoResultFound if there is none."""
    return db.execute(select(Order).where(Order.id == order_id)).scalar_one()


def state(db: Session, one: Order) -> str:
    """ "pending", "done", "refused", "cancelling" or "cancelled"."""
    if one.cancellation_id is not None:
        taken_back = db.get(Instruction, one.cancellation_id)
        if taken_back.state != REFUSED:
            return CANCELLED if taken_back.state == DONE else CANCELLING
    return str(db.get(Instruction, one.instruction_id).state)


def number(db: Session, one: Order) -> str:
    """The merchant's number of it, "" while there is none."""
    return str(db.get(Instruction, one.instruction_id).number)


def cancellable(db: Session, customer_id: int, now: datetime) -> Sequence[Order]:
    """What the customer can still cancel, the next first."""
    mine = orders(db, customer_id, now)
    return [one for one in mine if one.cancel_until >= now and state(db, one) == DONE]


def refund_fen(one: Order, now: datetime) -> int:
    """What comes back if it is cancelled now; TooLate if it cannot be any more."""
    if now > one.cancel_until:
        raise TooLate("the order can not be cancelled any more")
    return one.amount_fen if now <= one.free_until else one.amount_fen - one.fee_fen


def cancel(
    db: Session,
    order_id: int,
    refund: int,
    confirmation: Confirmation,
    spoken: Mapping[str, str],
) -> Instruction:
    """Tells the merchant to take it back; `refund` fen, as read back, come when it has.

    Raises as `instructions.give_cancellation`, and TooLate. Deliver the instruction afterwards.
    """
    one = by_id(db, order_id)
    earlier = db.get(Instruction, one.cancellation_id) if one.cancellation_id else None
    if earlier and earlier.reference == confirmation.idempotency_key:
        return earlier
    if state(db, one) != DONE:
        raise UnknownInstruction("there is no such order to cancel")
    refund_fen(one, confirmation.at)
    instruction = instructions.give_cancellation(
        db,
        order=db.get(Instruction, one.instruction_id),
        refund_fen=refund,
        confirmation=confirmation,
        spoken=spoken,
    )
    one.cancellation_id = instruction.id
    db.flush()
    return instruction
