"""What a person reads who takes a call over: who calls, how surely that is known, what was said,
what was done and what is still open. Never a PIN, never a whole number of an account or a phone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import calls, vouchers
from voicebot.bank.approvals import WAITING
from voicebot.bank.errors import UnknownRequest
from voicebot.bank.finding import yuan
from voicebot.bank.instructions import PENDING
from voicebot.bank.tables import (
    Approval,
    Call,
    CallbackNote,
    Customer,
    Instruction,
    RiskNote,
    Voucher,
)
from voicebot.operations.call_log import read_events

KNOWN_BY = {
    "unknown": "not known",
    "known": "number known, nothing shown",
    "document": "end of a document known",
    "pin": "PIN shown",
    "signed": "PIN shown, has signed for transfers",
}
# A card, an account, a contract or a phone, written or spoken in parts; tails are shorter, and
# amounts are no row of digits.
LONG_NUMBER = re.compile(
    "[0-9零〇一二三四五六七八九幺](?:[，、 ]?[0-9零〇一二三四五六七八九幺]){7,}"
)
TAIL = 4
LINES = 30


@dataclass(frozen=True)
class Handover:
    """`wanted` are names of flows, `said` the last LINES of (who, words), `done` vouchers, `open`
    what waits for somebody.
    """

    call_id: str
    began_at: datetime
    customer: str
    known_by: str
    wanted: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    done: tuple[str, ...]
    open: tuple[str, ...]


def hand_over(db: Session, recordings: Path, call_id: str, flows: Collection[str]) -> Handover:
    """The page about the call, which may still go on; UnknownRequest if there is none.

    `flows` are the names of what callers can ask for.
    """
    call = db.get(Call, call_id)
    if call is None:
        raise UnknownRequest(f"no call {call_id}; X-Call-Id of the INVITE names it")
    folder = next(recordings.glob(f"*/{call_id}"), recordings / call_id)
    events = read_events(folder)
    customer = db.get(Customer, call.customer_id) if call.customer_id else None
    said = tuple(_said(events))
    return Handover(
        call_id=call_id,
        began_at=call.began_at,
        customer=customer.name if customer else "",
        known_by=KNOWN_BY[calls.level(db, call_id)],
        wanted=tuple(dict.fromkeys(one for one in _intents(events) if one in flows)),
        said=said[-LINES:],
        done=tuple(_done(db, call_id)),
        open=tuple(_open(db, call_id)),
    )


def without_numbers(text: str) -> str:
    """The text with every long number cut to its end."""
    return LONG_NUMBER.sub(lambda number: f"…{number[0][-TAIL:]}", text)


def _said(events: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for event in events:
        if event["event"] == "heard":
            yield "caller", without_numbers(event["caller"])
        elif event["event"] == "answered" and event["bot"]:
            yield "bot", without_numbers(event["bot"])


def _intents(events: Sequence[dict[str, Any]]) -> Iterator[str]:
    return (event["intent"] for event in events if event["event"] == "answered")


def _done(db: Session, call_id: str) -> Iterator[str]:
    numbers = select(Voucher.number).where(Voucher.call_id == call_id).order_by(Voucher.number)
    for number in db.execute(numbers).scalars():
        sealed = vouchers.sealed_record(db, number)
        if sealed:
            moved = yuan(sum(fen for _, fen in sealed.record.postings if fen > 0))
            yield f"voucher {number}: {without_numbers(sealed.record.text)}, {moved}"


def _open(db: Session, call_id: str) -> Iterator[str]:
    given = select(Instruction).where(Instruction.call_id == call_id, Instruction.state == PENDING)
    for one in db.execute(given).scalars():
        yield f"no answer yet: {one.about}, {yuan(one.amount_fen)}"
    asked = select(Approval).where(Approval.call_id == call_id, Approval.state == WAITING)
    for approval in db.execute(asked).scalars():
        yield f"waits for approval {approval.id}: {yuan(approval.amount_fen)}"
    for risk in db.execute(select(RiskNote).where(RiskNote.call_id == call_id)).scalars():
        yield f"risk rules: {risk.reasons}"
    notes = select(CallbackNote).where(CallbackNote.call_id == call_id)
    for note in db.execute(notes).scalars():
        yield f"call back: {note.reason}"
