"""What the telephone and the keypad tell: a call, a PIN, a held caller, a number, an option."""

from __future__ import annotations

from collections.abc import Callable

from voicebot.bank import calls
from voicebot.dialogue.actions import approval, choice, correction, identification, tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.open_question import KEYED, ask_again, not_understood
from voicebot.dialogue.actions.proof import authenticated, document
from voicebot.dialogue.actions.refusal import Refusal
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import APPROVAL, CHANGE, DOCUMENT, IDENTIFIER, PHONE_TAIL
from voicebot.dialogue.actions.turn import Turn

# A held caller has been silent for a while.
HELD = "held"


def _call_began(turn: Turn) -> list[Reply]:
    message = turn.message
    calls.open_call(turn.db, message.call_id, message.caller_number, message.now)
    return [Reply("utter_greet"), Reply("utter_main_menu")]


def _pin_failed(turn: Turn) -> list[Reply]:
    return identification.failed(turn, int(turn.message.entities.get("left", 0)))


def _held(turn: Turn) -> list[Reply]:
    """The second person has not decided yet: a word of progress, or the outcome comes by SMS."""
    if turn.state.question != APPROVAL:
        return ask_again(turn)
    if approval.in_time(turn):
        return [Reply("utter_approval_waiting")]
    return [Reply("utter_approval_late"), *tasks.finish(turn)]


def _keyed(turn: Turn) -> list[Reply]:
    """A number was keyed as the answer to the open question."""
    state, keys = turn.state, str(turn.message.entities.get("keys", ""))
    if state.question == IDENTIFIER:
        return identification.identified(turn, keys)
    if state.question in (DOCUMENT, PHONE_TAIL):
        return document(turn, keys)
    if state.task and state.question in ANSWERS:
        state.task.numbers = []  # keys say the whole number
        try:
            heard = ANSWERS[state.question].keyed(keys, turn.context(state.task))
        except Refusal as refusal:
            return tasks.refused(turn, state.task, refusal)
        if heard and heard.problem:
            return [heard.reply, *ask_again(turn)]
        if heard:
            return tasks.know(turn, state.task, state.question, heard.value)
    return not_understood(turn)


def _own_number(turn: Turn) -> list[Reply]:
    """Key 1 at "which number?": the caller's own."""
    task, question = turn.state.task, turn.state.question
    own = ANSWERS[question].own(turn.context(task)) if task and question in ANSWERS else None
    if task is None or own is None:
        return not_understood(turn)
    return tasks.know(turn, task, question, own)


def _more_options(turn: Turn) -> list[Reply]:
    """The other options of the open question; after a no to a read-back, the other accounts."""
    task, question = turn.state.task, turn.state.question
    if task and question == CHANGE:
        return correction.ask_paying_account(turn, task) or not_understood(turn)
    if task is None or question not in ANSWERS:
        return not_understood(turn)
    return choice.others(turn, task)


EVENTS: dict[str, Callable[[Turn], list[Reply]]] = {
    "start_call": _call_began,
    "authenticated": authenticated,
    "pin_failed": _pin_failed,
    HELD: _held,
    "pin_locked": identification.locked,
    KEYED: _keyed,
    "choose": choice.by_key,
    "own_number": _own_number,
    "more_options": _more_options,
    tasks.ASK_AGAIN: ask_again,
}
