"""After a no to the read-back: nothing is done or lost, and what can be changed is said."""

from __future__ import annotations

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import CHANGE, Task
from voicebot.dialogue.actions.turn import Turn

# Nobody is asked for it on the way to the read-back, so that it needs a key here.
PAYING_ACCOUNT = "paying_account"


def ask_what_to_change(turn: Turn, task: Task) -> list[Reply]:
    """The question after the no."""
    turn.state.question = CHANGE
    return [Reply(turn.flows[task.flow].change), *options(turn, task)]


def options(turn: Turn, task: Task) -> list[Reply]:
    """What can be done by key; who has only one account hears nothing of accounts."""
    replies = [Reply("utter_change_options")]
    if _another_can_pay(turn, task):
        replies.append(Reply("utter_change_paying_account"))
    return replies


def ask_paying_account(turn: Turn, task: Task) -> list[Reply] | None:
    """Which account shall pay instead; None where no other can."""
    if not _another_can_pay(turn, task):
        return None
    turn.state.question = PAYING_ACCOUNT
    return tasks.ask(turn, task, PAYING_ACCOUNT)


def _another_can_pay(turn: Turn, task: Task) -> bool:
    asked = [question.slot for question in turn.questions(task)]
    return PAYING_ACCOUNT in asked and bool(ANSWERS[PAYING_ACCOUNT].options(turn.context(task)))
