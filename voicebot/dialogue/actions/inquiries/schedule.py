"""What the caller has scheduled."""

from __future__ import annotations

from typing import Any

from voicebot.bank import schedule
from voicebot.bank.tables import Payee
from voicebot.dialogue.actions.answers.scheduled import spoken
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import read_integer

# More than these are not remembered by ear; the next ones matter.
TOLD_AT_MOST = 3


def scheduled(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """How many there are, and the next of them."""
    planned = schedule.planned(turn.db, turn.customer_id)
    if not planned:
        return [Reply("utter_nothing_scheduled")]
    count = "两" if len(planned) == 2 else read_integer(len(planned))
    told = [
        Reply(
            "utter_scheduled",
            spoken(one, turn.db.get(Payee, one.payee_id), turn.message.now.date()),
        )
        for one in planned[:TOLD_AT_MOST]
    ]
    counted = Reply("utter_scheduled_count", {"count": count})
    return [counted, *told, Reply("utter_scheduled_next", offers="cancel_scheduled")]
