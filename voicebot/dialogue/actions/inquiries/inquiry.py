"""What the bank tells without moving anything: once everything it needs is known, it is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn

# Gets the turn and what the flow's questions found; gives what is said.
Inquiry = Callable[[Turn, dict[str, Any]], list[Reply]]
