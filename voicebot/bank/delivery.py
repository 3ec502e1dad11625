"""Carries instructions out: asks the counterparty outside every transaction, books its answer.

    transaction 1  the caller's: money set aside, instruction pending      (instructions.give)
                   marked as sent, by who is going to ask now              take
       outside     the counterparty is asked                               ask
    transaction 2  settled, or reversed                                    book

What the caller's process did not see to its end is taken up by the sweep, in a transaction of its
own. A process that is killed anywhere in between leaves the instruction pending, and whoever takes
it next asks what became of it before sending it again, under the same reference.
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
class Taken:
    """An instruction that is ours to send; somebody may have sent it before."""

    instruction: Instruction
    sent_before: bool


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
    """`take`, `ask`, `book`; the state of it afterwards. No transaction may be open."""
    taken = transaction(database, lambda db: take(db, instruction_id, now))
    answer = ask(counterparties, taken) if taken else None

    def booked(db: Session) -> str:
        if answer:
            book(db, answer, now)
        return str(db.get(Instruction, instruction_id).state)

    return transaction(database, booked)


def take(db: Session, instruction_id: int, now: datetime) -> Taken | None:
    """Marks it as sent, which counts when this transaction is committed: then `ask`.

    None if somebody else is asking, or if it is in the books already.
    """
    instruction = db.get(Instruction, instruction_id)
    sent_at = instruction.sent_at
    in_flight = sent_at is not None and sent_at > now - IN_FLIGHT
    if instruction.state != instructions.PENDING or in_flight:
        return None
    instruction.sent_at = now
    return Taken(instruction, sent_before=sent_at is not None)


def ask(counterparties: Counterparties, taken: Taken) -> Answer | None:
    """What the counterparty answers, None if it does not; no transaction may be open."""
    instruction = taken.instruction
    try:
        known = _status(counterparties, instruction) if taken.sent_before else None
        return Answer(instruction.id, known or _send(counterparties, instruction))
    except NoAnswer as silence:
        log.warning(
            "no answer about instruction %d from %s: %s",
            *(instruction.id, instruction.counterparty, silence),
        )
        return None
    except Refused as refusal:
        return Answer(instruction.id, refusal)


def book(db: Session, answer: Answer, now: datetime) -> None:
    """The money follows the answer, once."""
    if isinstance(answer.said, Refused):
        instructions.refuse(db, answer.instruction_id, answer.said.reason, now)
    else:
        instructions.settle(db, answer.instruction_id, answer.said.number, now)


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
