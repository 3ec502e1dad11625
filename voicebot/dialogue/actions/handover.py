"""A person takes over: the call is transferred, or a call-back is noted where nobody is there."""

from __future__ import annotations

from voicebot.bank import callbacks, risk_notes
from voicebot.bank.errors import RiskFound
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.phones import read_phone

# What fits into a note.
REASON_LENGTH = 200


def to_person(turn: Turn, reason: str) -> list[Reply]:
    """What the caller hears; `reason` is for whoever calls back."""
    if turn.person_available:
        return [Reply("utter_transfer_to_person")]
    message, phone = turn.message, turn.phone
    callbacks.note_callback(turn.db, message.call_id, phone, reason[:REASON_LENGTH], message.now)
    if not phone:
        return [Reply("utter_person_will_call_back_without_number")]
    return [Reply("utter_person_will_call_back", {"phone": read_phone(phone)})]


def for_risk(turn: Turn, task: Task, risk: RiskFound) -> list[Reply]:
    """The bank's risk rules want a person: why is noted for staff, the caller is told calmly."""
    reasons = "; ".join(risk.reasons)
    risk_notes.write(
        turn.db,
        call_id=turn.message.call_id,
        customer_id=turn.customer_id,
        reasons=f"{task.flow}, {risk.about}: {reasons}",
        at=turn.message.now,
    )
    return [Reply("utter_risk_person"), *to_person(turn, f"{task.flow}: {reasons}")]
