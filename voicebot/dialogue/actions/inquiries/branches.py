"""When the branches are open."""

from __future__ import annotations

from typing import Any

from voicebot.bank import bookings
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.dates import read_time


def opening_hours(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The hours that all branches have."""
    branch = bookings.branches(turn.db)[0]
    names = ("weekday_opens", "weekday_closes", "weekend_opens", "weekend_closes")
    return [Reply("utter_opening_hours", {n: read_time(getattr(branch, n)) for n in names})]
