"""Carries instructions out: asks the counterparty outside every transaction, books its answer.

    transaction 1  the caller's: money set aside, instruction pending      (instructions.give)
    transaction 2  marked as sent                     ─┐ send ─┐
       outside     the counterparty is asked          ─┘       ├─ deliver
    transaction 3  settled, or reversed                 book  ─┘

A process that is killed anywhere in between leaves the instruction pending, and the next delivery
asks what became of it before it sends it again, under the same reference.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import instructions, unanswered
from voicebot.bank.connectors.answers import Done, NoAnswer, Refused
from voicebot.bank.connectors.billers import BillPayment
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.connectors.merchants import Cancellation, Order
from voicebot.bank.database import transaction
from voicebot.bank.tables import Instruction

log = logging.getLogger(__name__)

# Longer than any answer is waited for: until then somebody else is asking.
IN_FLIGHT = timedelta(seconds=10)


@dataclass(frozen=True)
class Answer:
    """What the counterparty says about an instruction, not yet in the books."""

    instruction_id: int
    said: Done | Refused


def deliver(
    database: sessionmaker[Session],
    counterparties: Counterparties,
    instruction_id: int,
    now: datetime,
) -> str:
    """`send`, then `book`; the state of the instruction afterwards. No transaction may be open."""
    answer = send(database, counterparties, instruction_id, now)

    def booked(db: Session) -> str:
        if answer:
            book(db, answer, now)
        return str(db.get(Instruction, instruction_id).state)

    return transaction(database, booked)


def send(
    database: sessionmaker[Session],
    counterparties: Counterparties,
    instruction_id: int,
    now: datetime,
) -> Answer | None:
    """What the counterparty answers; no transaction may be open.

    None if it gives no answer, if somebody else is asking, or if it is in the books already.
    """
    instruction, sent_before, mine = transaction(
        database, lambda db: _take(db, instruction_id, now)
    )
    if not mine:
        return None
    try:
        known = _status(counterparties, instruction) if sent_before else None
        return Answer(instruction_id, known or _send(counterparties, instruction))
    except NoAnswer as silence:
        log.warning(
            "no answer about instruction %d from %s: %s",
            *(instruction_id, instruction.counterparty, silence),
        )
        return None
    except Refused as refusal:
        return Answer(instruction_id, refusal)


def book(db: Session, answer: Answer, now: datetime) -> None:
    """The money follows the answer, once."""
    if isinstance(answer.said, Refused):
        instructions.refuse(db, answer.instruction_id, answer.said.reason, now)
    else:
        instructions.settle(db, answer.instruction_id, answer.said.number, now)


def _take(db: Session, instruction_id: int, now: datetime) -> tuple[Instruction, bool, bool]:
    """The instruction, whether it was sent before, and whether it is ours to send now."""
    instruction = db.get(Instruction, instruction_id)
    sent_at = instruction.sent_at
    in_flight = sent_at is not None and sent_at > now - IN_FLIGHT
    mine = instruction.state == instructions.PENDING and not in_flight
    if mine:
        instruction.sent_at = now
    return instruction, sent_at is not None, mine


def sweep(database: sessionmaker[Session], counterparties: Counterparties, now: datetime) -> None:
    """Delivers what is pending and not too old; a counterparty that gives no answer is left alone
    this time.
    """
    waiting = transaction(
        database,
        lambda db: instructions.to_ask(db, now - IN_FLIGHT, now - unanswered.asked_for(db)),
    )
    silent: set[str] = set()
    for instruction in waiting:
        if instruction.counterparty in silent:
            continue
        if deliver(database, counterparties, instruction.id, now) == instructions.PENDING:
            silent.add(instruction.counterparty)


def _send(counterparties: Counterparties, instruction: Instruction) -> Done:
    name, reference, request = (
        instruction.counterparty,
        instruction.reference,
        instruction.request,
    )
    amount_fen = instruction.amount_fen
    match instruction.kind:
        case "payment":
            payment = BillPayment(reference, request["number"], amount_fen)
            return counterparties.biller(name).pay(payment)
        case "order":
            order = Order(reference, request["product"], request["fields"], amount_fen)
            return counterparties.merchant(name).order(order)
        case _:
            cancellation = Cancellation(reference, request["order_reference"], amount_fen)
            return counterparties.merchant(name).cancel(cancellation)


def _status(counterparties: Counterparties, instruction: Instruction) -> Done | None:
    name, reference = instruction.counterparty, instruction.reference
    match instruction.kind:
        case "payment":
            return counterparties.biller(name).payment_status(reference)
        case "order":
            return counterparties.merchant(name).order_status(reference)
        case _:
            return counterparties.merchant(name).cancellation_status(reference)
