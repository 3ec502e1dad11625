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
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import calls, ledger, payments
from voicebot.bank.errors import UnknownInstruction
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.bank.notices import queue_sms
from voicebot.bank.tables import Account, Customer, Instruction, Journal, Posting

IN_TRANSIT = "IN-TRANSIT"
PENDING, DONE, REFUSED = "pending", "done", "refused"

# What the customer is written when the outcome is known.
SMS = {
    ("payment", DONE): "您的{about}，{amount}元，已经交好。",
    ("payment", REFUSED): "您的{about}，{amount}元，对方没有接受，钱已经退回您的账户。",
    ("order", DONE): "您的{about}，{amount}元，已经订好，订单号{number}。",
    ("order", REFUSED): "您的{about}，{amount}元，没有订成，钱已经退回您的账户。",
    ("cancellation", DONE): "您的{about}已经取消，退款{amount}元已经到账。",
    ("cancellation", REFUSED): "您的{about}没有取消成，订单仍然有效。",
}


@dataclass(frozen=True)
class Given:
    """An instruction that waits to be delivered, and the receipt of the money set aside for it."""

    instruction_id: int
    receipt: Receipt


def give(
    db: Session,
    *,
    kind: Literal["payment", "order"],
    counterparty: str,
    request: Mapping[str, Any],
    amount_fen: int,
    about: str,
    confirmation: Confirmation,
) -> Given:
    """Sets the money aside and writes the instruction; the same confirmation again gives the same.

    Raises as `payments.pay`. Deliver it after the transaction is over.
    """
    in_transit = own_account(db, IN_TRANSIT, "在途")
    receipt = payments.pay(
        db,
        to_account=in_transit.id,
        amount_fen=amount_fen,
        text=about,
        confirmation=confirmation,
    )
    if receipt.repeated:
        return Given(by_reference(db, confirmation.idempotency_key).id, receipt)
    payer_id = _payer(db, confirmation.idempotency_key)
    instruction = _write(db, kind, counterparty, request, amount_fen, payer_id, about, confirmation)
    return Given(instruction.id, receipt)


def give_cancellation(
    db: Session, *, order: Instruction, refund_fen: int, confirmation: Confirmation
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
        "cancellation",
        order.counterparty,
        {"order_reference": order.reference},
        refund_fen,
        order.account_id,
        order.about,
        confirmation,
    )


def settle(db: Session, instruction_id: int, number: str, now: datetime) -> None:
    """The counterparty did it: its money reaches it, the customer is written. Once."""
    instruction = _still_pending(db, instruction_id)
    if instruction is None:
        return
    theirs = own_account(db, instruction.counterparty.upper(), instruction.counterparty)
    if instruction.kind != "cancellation":
        in_transit = own_account(db, IN_TRANSIT, "在途")
        _post(db, instruction, "settled", in_transit.id, theirs.id, instruction.about, now)
    elif instruction.amount_fen:
        text = f"退款，{instruction.about}"
        _post(db, instruction, "refunded", theirs.id, instruction.account_id, text, now)
    _end(db, instruction, DONE, now, number=number)


def refuse(db: Session, instruction_id: int, reason: str, now: datetime) -> None:
    """The counterparty will not do it: the money goes back, the customer is written. Once."""
    instruction = _still_pending(db, instruction_id)
    if instruction is None:
        return
    if instruction.kind != "cancellation":
        in_transit = own_account(db, IN_TRANSIT, "在途")
        text = f"退回，{instruction.about}"
        _post(db, instruction, "reversed", in_transit.id, instruction.account_id, text, now)
    _end(db, instruction, REFUSED, now, refusal=reason)


def by_reference(db: Session, reference: str) -> Instruction:
    """The instruction that was given under this confirmation's key."""
    query = select(Instruction).where(Instruction.reference == reference)
    return db.execute(query).scalar_one()


def pending(db: Session, idle_since: datetime) -> list[Instruction]:
    """What has no outcome yet and was not asked after since; the longest unasked first."""
    query = select(Instruction).where(Instruction.state == PENDING).order_by(Instruction.id)
    waiting = [
        (instruction.sent_at or instruction.given_at, instruction)
        for instruction in db.execute(query).scalars()
        if instruction.sent_at is None or instruction.sent_at < idle_since
    ]
    return [instruction for _, instruction in sorted(waiting, key=lambda pair: pair[0])]


def own_account(db: Session, number: str, name: str) -> Account:
    """One of the bank's own accounts, opened when it is first needed."""
    account = db.execute(select(Account).where(Account.number == number)).scalar_one_or_none()
    if account is None:
        account = Account(number=number, name=name)
        db.add(account)
        db.flush()
    return account


def _write(
    db: Session,
    kind: str,
    counterparty: str,
    request: Mapping[str, Any],
    amount_fen: int,
    account_id: int,
    about: str,
    confirmation: Confirmation,
) -> Instruction:
    instruction = Instruction(
        reference=confirmation.idempotency_key,
        kind=kind,
        counterparty=counterparty,
        request=dict(request),
        amount_fen=amount_fen,
        account_id=account_id,
        about=about,
        read_back=confirmation.read_back,
        confirmed_by=confirmation.confirmed_by,
        call_id=confirmation.call_id,
        recording_s=confirmation.recording_s,
        given_at=confirmation.at,
        state=PENDING,
    )
    db.add(instruction)
    db.flush()
    return instruction


def _payer(db: Session, key: str) -> int:
    """The account that the money of this confirmation was taken from."""
    query = (
        select(Posting.account_id)
        .join(Journal, Journal.id == Posting.journal_id)
        .where(Journal.idempotency_key == key, Posting.amount_fen < 0)
    )
    return int(db.execute(query).scalar_one())


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
) -> None:
    """A step after the yes; its voucher names the yes that the instruction came from."""
    given = Confirmation(
        idempotency_key=instruction.reference,
        read_back=instruction.read_back,
        confirmed_by=instruction.confirmed_by,
        call_id=instruction.call_id,
        recording_s=instruction.recording_s,
        at=now,
    )
    ledger.post(
        db,
        replace(given, idempotency_key=f"{instruction.reference}:{step}"),
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
    number: str = "",
    refusal: str = "",
) -> None:
    instruction.state = state
    instruction.ended_at = now
    instruction.number = number
    instruction.refusal = refusal
    text = SMS[instruction.kind, state].format(
        about=instruction.about,
        amount=f"{instruction.amount_fen // 100}.{instruction.amount_fen % 100:02d}",
        number=number,
    )
    queue_sms(
        db,
        phone=_phone(db, instruction),
        text=text,
        key=f"{instruction.reference}:{state}",
        at=now,
    )


def _phone(db: Session, instruction: Instruction) -> str:
    """The customer's registered number."""
    customer_id = db.get(Account, instruction.account_id).customer_id
    return str(db.get(Customer, customer_id).phone)
