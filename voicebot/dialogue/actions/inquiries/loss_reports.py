"""What the telephone cannot undo."""

from __future__ import annotations

from typing import Any

from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn


def loss_withdrawal(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """A loss report is withdrawn at a branch, by its customer in person."""
    return [Reply("utter_withdraw_at_branch")]
