"""When the branches are open, and when they expect the caller."""

from __future__ import annotations

from typing import Any

from voicebot.bank import bookings
from voicebot.dialogue.actions.answers.own_appointment import read_appointment
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.dates import read_time

APPOINTMENTS_TOLD = 3


def opening_hours(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The hours that all branches have."""
    branch = bookings.branches(turn.db)[0]
    hours = {
        "weekday_opens": read_time(branch.weekday_opens),
        "weekday_closes": read_time(branch.weekday_closes),
        "weekend_opens": read_time(branch.weekend_opens),
        "weekend_closes": read_time(branch.weekend_closes),
    }
    return [Reply("utter_opening_hours", hours)]


def appointments(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What the caller is expected for, the next three."""
    now = turn.message.now
    mine = bookings.appointments(turn.db, turn.customer_id or 0, now)[:APPOINTMENTS_TOLD]
    told = [Reply("utter_appointment", read_appointment(one, now)) for one in mine]
    return told or [Reply("utter_no_appointments")]
