"""Which task goes on after another: a line of `prompts/going_on.yml` (我们接着办给李四的转账)."""

from __future__ import annotations

from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn

GO_ON = "utter_go_on"


def goes_on(turn: Turn, task: Task) -> Reply:
    """Names the flow, and what it is about where that is known and has a line of its own."""
    for question in turn.questions(task):
        response = f"{GO_ON}_{task.flow}_{question.slot}"
        if question.slot in task.values and response in turn.wording:
            value = task.values[question.slot]
            about = ANSWERS[question.slot].called(value, turn.context(task))
            return Reply(response, {question.slot: about})
    response = f"{GO_ON}_{task.flow}"
    return Reply(response if response in turn.wording else GO_ON)
