"""The caller's yes or no to the digits that were read back (幺三九，零九五幺，零零零幺)."""

from __future__ import annotations

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.answers.long_number import LongNumberAnswer
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn


def settle(turn: Turn, task: Task, yes: bool) -> list[Reply]:
    """A yes makes it the answer, if it is whole and exists; a no asks which part is wrong."""
    slot = turn.state.question
    answer = ANSWERS[slot]
    assert isinstance(answer, LongNumberAnswer)
    if not yes:
        return [answer.which_part()]
    context = turn.context(task)
    if not answer.is_whole(context):
        return tasks.ask(turn, task, slot)
    heard = answer.keyed(task.number, context)
    task.numbers = []
    if heard and not heard.problem:
        return tasks.know(turn, task, slot, heard.value)
    return [*([heard.reply] if heard else []), *tasks.ask(turn, task, slot)]
