"""Two requests in one sentence (查余额再转两百): the first now, the second when it is over."""

from __future__ import annotations

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.message import MENU, SURE, Meant, TwoRequests
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn

# What staff wrote down word for word is one wish, and so is what a menu is called (我的预约和订单).
WORD_FOR_WORD = 1.0
# What only shares a verb is less to go by than a clause of its own.
SURE_WITHOUT_VERB = 0.8


def heard(turn: Turn) -> TwoRequests | None:
    """The first two services that the sentence names; None if it is one wish."""
    message = turn.message
    is_menu = message.intent.startswith(MENU) and message.confidence >= SURE
    if is_menu or message.confidence == WORD_FOR_WORD:
        return None
    return next((both for both in message.two_requests if _are_services(turn, both)), None)


def first_now(turn: Turn, both: TwoRequests) -> list[Reply]:
    """Begins the first; the second waits in the state."""
    first, second = both.halves
    turn.state.requests = [(second.intent, second.text)]
    return tasks.begin(turn, turn.flows[first.intent], first.text)


def _are_services(turn: Turn, both: TwoRequests) -> bool:
    first, second = both.halves
    sure = SURE if both.kind == "clauses" else SURE_WITHOUT_VERB
    if not all(half.intent in turn.flows and half.confidence >= sure for half in both.halves):
        return False
    if both.kind == "clauses":
        return True
    if first.intent == second.intent:
        return _differ(turn, first, second)
    return both.kind == "objects"


def _differ(turn: Turn, first: Meant, second: Meant) -> bool:
    """Whether the service has to be done twice: for 水费和电费, but not for 收入和支出."""
    slots = [question.slot for question in turn.flows[first.intent].questions]
    for slot in (slot for slot in slots if ANSWERS[slot].one_each):
        one, other = (
            ANSWERS[slot].hear(half.text, turn.context(Task(half.intent)))
            for half in (first, second)
        )
        if one and other:
            return one != other
    return False
