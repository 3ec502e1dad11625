"""What about another one (存折呢, 那上个月呢): what was told last, for what the caller says now."""

from __future__ import annotations

import re

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import ANYTHING_ELSE, OFFER, Task
from voicebot.dialogue.actions.turn import Turn

# Few words, and none that says what to do.
ABOUT = re.compile("(?:那|那么|不是|不对|是)*.{1,8}(?:呢|的那个|那个)")


def follow_up(turn: Turn) -> list[Reply] | None:
    """The answer for another account or time; None if this asks about nothing that was told."""
    state, text = turn.state, turn.message.text
    told = state.inquiry
    is_over = state.task is None and state.question in (ANYTHING_ELSE, OFFER)
    if not (is_over and told and ABOUT.fullmatch(text)):
        return None
    task = Task(told["flow"], values=dict(told["values"]))
    return tasks.fill(turn, task, text)
