"""Instructions to counterparties, and the money that goes with them (a transactional outbox).

    give     customer ─▶ in transit            the caller said yes; voucher; nothing sent yet
    settle   in transit ─▶ counterparty        it was done
    refuse   in transit ─▶ customer            it was refused; voucher of the reversal
    (no answer: the money stays in transit until one comes)

A cancellation moves nothing until it is settled: then the refund comes, counterparty ─▶ customer.
Every step is one transaction, posts under a key made from the instruction's reference, and is done
once. `delivery` carries instructions out between these transactions, never inside one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from voicebot.bank import calls, instruction_outcomes, payments
from voicebot.bank.confirmation import BOT, BY_RULE, Confirmation
from voicebot.bank.connectors.core_banking import Receipt, core_of
from voicebot.bank.errors import UnknownInstruction
from voicebot.bank.instruction_outcomes import DONE, PENDING, REFUSED
from voicebot.bank.tables import Account, Instruction

IN_TRANSIT = "IN-TRANSIT"
BY_NUMBER = select(Account).where(Account.number == bindparam("number"))


@dataclass(frozen=True)
class Given:
    """An instruction that waits to be delivered, and the receipt of the money set aside for it."""

    instruction_id: int
    receipt: Receipt


@dataclass(frozen=True)
class Decision:
    """A member of staff found out what the counterparty did: their name, and how they know."""

    by: str
    reason: str


def give(
    db: Session,
    *,
    kind: Literal["payment", "order"],
    counterparty: str,
    request: Mapping[str, Any],
    amount_fen: int,
    about: str,
    confirmation: Confirmation,
    from_account: int | None = None,
    spoken: Mapping[str, str] | None = None,
) -> Given:
    """Sets the money aside and writes the instruction; the same confirmation again gives the same.

    `about` names it in the books and in SMS; `spoken` are the slots `about` and `amount` of what is
    said in a later call (without them the SMS is read). Raises as `payments.pay`. Deliver it after
    the transaction is over.
    """
    in_transit = own_account(db, IN_TRANSIT, "在途")
    receipt = payments.pay(
        db,
        to_account=in_transit.id,
        amount_fen=amount_fen,
        text=about,
        confirmation=confirmation,
        from_account=from_account,
    )
    if receipt.repeated:
        return Given(by_reference(db, confirmation.idempotency_key).id, receipt)
    instruction = _write(
        db,
        confirmation,
        kind=kind,
        counterparty=counterparty,
        request=dict(request),
        amount_fen=amount_fen,
        account_id=receipt.from_account,
        about=about,
        spoken=dict(spoken or {}),
    )
    return Given(instruction.id, receipt)


def give_cancellation(
    db: Session,
    *,
    order: Instruction,
    refund_fen: int,
    confirmation: Confirmation,
    spoken: Mapping[str, str] | None = None,
) -> Instruction:
    """Tells the merchant to take a done order back; the refund comes when it has.

    Raises NotAuthenticated, ChannelLocked, and UnknownInstruction for an order that is not this
    customer's or was not done. The same confirmation again gives the same instruction.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    account = db.get(Account, order.account_id)
    if account.customer_id != customer_id or (order.kind, order.state) != ("order", DONE):
        raise UnknownInstruction("this customer has no such order")
    key = confirmation.idempotency_key
    earlier = db.execute(select(Instruction).where(Instruction.reference == key))
    return earlier.scalar_one_or_none() or _write(
        db,
        confirmation,
        kind="cancellation",
        counterparty=order.counterparty,
        request={"order_reference": order.reference},
        amount_fen=refund_fen,
        account_id=order.account_id,
        about=order.about,
        spoken=dict(spoken or {}),
    )


def settle(
    db: Session, instruction_id: int, number: str, now: datetime, decision: Decision | None = None
) -> None:
    """The counterparty did it: its money reaches it, the customer is written. Once."""
    instruction = _still_pending(db, instruction_id)
    if instruction is None:
        return
    theirs = own_account(db, instruction.counterparty.upper(), instruction.counterparty)
    if instruction.kind != "cancellation":
        in_transit = own_account(db, IN_TRANSIT, "在途")
        text = instruction.about
        _post(db, instruction, "settled", in_transit.id, theirs.id, text, now, decision)
    elif instruction.amount_fen:
        text = f"退款，{instruction.about}"
        _post(db, instruction, "refunded", theirs.id, instruction.account_id, text, now, decision)
    _end(db, instruction, DONE, now, decision, number=number)


def refuse(
    db: Session, instruction_id: int, reason: str, now: datetime, decision: Decision | None = None
) -> None:
    """The counterparty will not do it: the money goes back, the customer is written. Once."""
    instruction = _still_pending(db, instruction_id)
    if instruction is None:
        return
    if instruction.kind != "cancellation":
        in_transit = own_account(db, IN_TRANSIT, "在途")
        text = f"退回，{instruction.about}"
        payer = instruction.account_id
        _post(db, instruction, "reversed", in_transit.id, payer, text, now, decision)
    _end(db, instruction, REFUSED, now, decision, refusal=reason)


def by_reference(db: Session, reference: str) -> Instruction:
    """The instruction that was given under this confirmation's key."""
    query = select(Instruction).where(Instruction.reference == reference)
    return db.execute(query).scalar_one()


def pending(db: Session) -> list[Instruction]:
    """What has no outcome yet, the oldest first."""
    query = select(Instruction).where(Instruction.state == PENDING).order_by(Instruction.id)
    return list(db.execute(query).scalars())


def to_ask(db: Session, idle_since: datetime, given_since: datetime) -> list[Instruction]:
    """What was given since then and not asked after since; the longest unasked first."""
    waiting = [
        (instruction.sent_at or instruction.given_at, instruction)
        for instruction in pending(db)
        if (instruction.sent_at is None or instruction.sent_at < idle_since)
        and instruction.given_at >= given_since
    ]
    return [instruction for _, instruction in sorted(waiting, key=lambda pair: pair[0])]


def own_account(db: Session, number: str, name: str) -> Account:
    """One of the bank's own accounts, opened when it is first needed."""
    account = db.execute(BY_NUMBER, {"number": number}).scalar_one_or_none()
    if account is None:
        account = Account(number=number, name=name)
        db.add(account)
        db.flush()
    return account


def _write(db: Session, confirmation: Confirmation, **what: Any) -> Instruction:
    instruction = Instruction(
        reference=confirmation.idempotency_key,
        read_back=confirmation.read_back,
        confirmed_by=confirmation.confirmed_by,
        call_id=confirmation.call_id,
        recording_s=confirmation.recording_s,
        given_at=confirmation.at,
        state=PENDING,
        **what,
    )
    db.add(instruction)
    db.flush()
    instruction_outcomes.record(db, instruction, confirmation.at)
    return instruction


def _still_pending(db: Session, instruction_id: int) -> Instruction | None:
    instruction = db.get(Instruction, instruction_id, populate_existing=True)
    return instruction if instruction.state == PENDING else None


def _post(
    db: Session,
    instruction: Instruction,
    step: str,
    from_account: int,
    to_account: int,
    text: str,
    now: datetime,
    decision: Decision | None,
) -> None:
    """A step after the yes: its voucher refers to that of the yes, or is that of the yes.

    The voucher of what a member of staff decided has their name, and their reason as read-back.
    """
    core, key = core_of(db), instruction.reference
    yes = core.posted(key)
    refers_to = yes.voucher_number if yes else None
    confirmation = Confirmation(
        idempotency_key=f"{key}:{step}",
        read_back=instruction.read_back if refers_to is None or not decision else decision.reason,
        confirmed_by=instruction.confirmed_by if refers_to is None else BY_RULE,
        call_id=instruction.call_id,
        recording_s=instruction.recording_s,
        at=now,
        operator=decision.by if decision else BOT,
        refers_to=refers_to,
    )
    core.post(
        confirmation,
        from_account=from_account,
        to_account=to_account,
        amount_fen=instruction.amount_fen,
        text=text,
    )


def _end(
    db: Session,
    instruction: Instruction,
    state: str,
    now: datetime,
    decision: Decision | None,
    number: str = "",
    refusal: str = "",
) -> None:
    instruction.state = state
    instruction.ended_at = now
    instruction.number = number
    instruction.refusal = refusal
    if decision:
        instruction.ended_by, instruction.ended_because = decision.by, decision.reason
    instruction_outcomes.record(db, instruction, now)
