"""What counterparties give no answer about: staff see it, find out, and end it by name.

    given ─▶ asked after every few seconds ─▶ staff see it ─▶ settle   it was done
                                                         └──▶ refund   it was not done

How long each lasts is `unanswered:` in config.yaml. Whatever ends it first counts, an answer or
staff; nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from voicebot.bank import approvers, instructions
from voicebot.bank.connectors.answers import ANSWER_WITHIN_S
from voicebot.bank.errors import UnknownInstruction
from voicebot.bank.finding import Finding, yuan
from voicebot.bank.instructions import PENDING, Decision
from voicebot.bank.rules import rules_of
from voicebot.bank.tables import Account, Customer, Instruction

# A counterparty is asked what became of it, then told it again: each takes no longer than this.
BEING_ASKED = timedelta(seconds=2 * ANSWER_WITHIN_S + 1)


@dataclass(frozen=True)
class Unanswered:
    """One instruction without an outcome; `for_staff` once it has waited long enough."""

    id: int
    since: datetime
    kind: str
    counterparty: str
    about: str
    amount_fen: int
    customer: str
    reference: str
    call_id: str
    for_staff: bool
    to_do: str


def asked_for(db: Session) -> timedelta:
    """How long an instruction is asked after without staff."""
    return timedelta(hours=rules_of(db).unanswered.asked_hours)


def listed(db: Session, now: datetime) -> list[Unanswered]:
    """Everything that waits for an answer, the oldest first, with what to do about it."""
    return [_unanswered(db, instruction, now) for instruction in instructions.pending(db)]


def findings(db: Session, now: datetime) -> list[Finding]:
    """What staff have to find out."""
    return [
        Finding(
            f"{one.counterparty}: {one.reference}, {yuan(one.amount_fen)}, "
            f"has no answer since {one.since:%Y-%m-%d %H:%M}",
            one.to_do,
        )
        for one in listed(db, now)
        if one.for_staff
    ]


def settle(
    db: Session, instruction_id: int, decision: Decision, now: datetime, number: str = ""
) -> None:
    """It was done: the counterparty gets its money; `number` is its own number for it.

    Raises NotPermitted, and UnknownInstruction for what is not before staff.
    """
    _check(db, instruction_id, decision, now)
    instructions.settle(db, instruction_id, number, now, decision)


def refund(db: Session, instruction_id: int, decision: Decision, now: datetime) -> None:
    """It was not done: the customer gets the money back; errors as `settle`.

    An order whose cancellation was not done stays as it is.
    """
    _check(db, instruction_id, decision, now)
    instructions.refuse(db, instruction_id, "", now, decision)


def _check(db: Session, instruction_id: int, decision: Decision, now: datetime) -> None:
    approvers.refuse_others(db, decision.by)
    instruction = db.get(Instruction, instruction_id, populate_existing=True)
    if instruction is None or instruction.state != PENDING:
        state = f"is {instruction.state}" if instruction else "does not exist"
        raise UnknownInstruction(f"instruction {instruction_id} {state}; see `bank pending`")
    if not _is_for_staff(db, instruction, now):
        raise UnknownInstruction(
            f"instruction {instruction_id} is still asked after; staff may end it after "
            f"unanswered.staff_after_minutes of config.yaml, see `bank pending`"
        )
    if instruction.sent_at and instruction.sent_at > now - BEING_ASKED:
        # An answer that is on its way would find the money gone.
        raise UnknownInstruction(
            f"{instruction.counterparty} is being asked about instruction {instruction_id} at this "
            "moment; try again in a few seconds"
        )


def _unanswered(db: Session, instruction: Instruction, now: datetime) -> Unanswered:
    payer = db.get(Account, instruction.account_id)
    for_staff = _is_for_staff(db, instruction, now)
    ask = f"ask {instruction.counterparty} what became of {instruction.reference}"
    end = f"`voicebot bank settle {instruction.id}` if it was done, `refund` if it was not"
    return Unanswered(
        id=instruction.id,
        since=instruction.given_at,
        kind=instruction.kind,
        counterparty=instruction.counterparty,
        about=instruction.about,
        amount_fen=instruction.amount_fen,
        customer=db.get(Customer, payer.customer_id).name,
        reference=instruction.reference,
        call_id=instruction.call_id,
        for_staff=for_staff,
        to_do=f"{ask}; then {end}" if for_staff else "nothing yet: it is asked after by itself",
    )


def _is_for_staff(db: Session, instruction: Instruction, now: datetime) -> bool:
    waits = timedelta(minutes=rules_of(db).unanswered.staff_after_minutes)
    return bool(instruction.given_at + waits <= now)
