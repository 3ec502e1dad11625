"""A wish that was hardly heard and would end or drop something: the caller is asked first.

再见 (0.2) ─▶ 您是要结束通话吗？ ─▶ 是的, 1, 再见      the call ends
                              ├─▶ 不是, 2, 返回      the open question again
                              └─▶ 五百块             answers the open question
"""

from __future__ import annotations

from voicebot.dialogue.actions.commands import HUMAN
from voicebot.dialogue.actions.open_question import (
    FAILURES_BEFORE_HELP,
    ask_again,
    not_understood,
)
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import IDENTITY
from voicebot.dialogue.actions.turn import Turn

DROPS_WHAT_IS_OPEN = ("cancel", "start_over", "main_menu")
OTHER_TASK = "other_task"


def arises(turn: Turn, wish: str) -> bool:
    """Whether `wish` would end or drop something, and may not have been said.

    Who was not understood already gets a person at once, and so does who is to key a secret.
    """
    state = turn.state
    if turn.message.is_surely_meant:
        return False
    if wish == HUMAN:
        return not state.failures and state.question not in IDENTITY
    if wish in DROPS_WHAT_IS_OPEN:
        return bool(state.task or state.approval)
    return wish == "goodbye" or _puts_aside(turn, wish)


def ask(turn: Turn, wish: str) -> list[Reply]:
    """Asks whether it was meant, which is one failure more: noise is not to ask for ever.

    Where a secret is keyed, 1 and 2 are digits of it: there the wish has to be said again.
    """
    state = turn.state
    if state.question in IDENTITY or state.failures + 1 >= FAILURES_BEFORE_HELP:
        return not_understood(turn)
    state.failures += 1
    asked = OTHER_TASK if wish in turn.flows else wish
    state.doubted = {"asked": asked, "intent": wish, "text": turn.message.text}
    return ask_again(turn)


def _puts_aside(turn: Turn, wish: str) -> bool:
    """Whether another service would come before the open one; what only tells something may."""
    task, flow = turn.state.task, turn.flows.get(wish)
    if task is None or flow is None or task.flow == wish:
        return False
    return bool(flow.does and turn.flows[task.flow].does)
