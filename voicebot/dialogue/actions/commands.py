"""What works at every question: a person, back, start over, cancel, main menu, help, goodbye."""

from __future__ import annotations

from collections.abc import Callable

from voicebot.dialogue.actions import approval, handover, identification, tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.open_question import ask_again
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import DOCUMENT, IDENTIFIER, IDENTITY, PHONE_TAIL, Task
from voicebot.dialogue.actions.turn import Turn

HUMAN, HELP = "human", "help"


def person(turn: Turn, why: str = "asked for a person") -> list[Reply]:
    """Hands the caller over, or notes a call-back and goes on; staff see `why`."""
    told = handover.to_person(turn, why)
    return told if turn.person_available else [*told, *ask_again(turn)]


def _back(turn: Turn) -> list[Reply]:
    """One step back: the answer given last is asked for again, the others stay."""
    state, task = turn.state, turn.state.task
    if state.question in (DOCUMENT, PHONE_TAIL) and identification.named_in_call(turn):
        return identification.ask_identifier(turn)
    if state.question == IDENTIFIER and state.identifier:
        state.identifier = ""
        return identification.ask_identifier(turn)
    if task is None or state.question in IDENTITY:
        state.task, state.wish, state.question = None, "", ""
        return [Reply("utter_main_menu")]
    if task.number:
        return tasks.advance(turn, task)
    if task.page:  # 其他的 was a step too
        task.page -= 1
        return tasks.ask(turn, task, state.question)
    if state.question in task.values:
        return tasks.advance(turn, task)  # asked to change it: it stays as it was
    given = [slot for slot in _before(turn, task) if _was_given(turn, task, slot)]
    if not given:
        return [Reply("utter_nothing_to_go_back_to"), *ask_again(turn)]
    del task.values[given[-1]]
    return tasks.advance(turn, task)


def _before(turn: Turn, task: Task) -> list[str]:
    """What is asked for before the open question; everything at the read-back."""
    slots = [question.slot for question in turn.questions(task)]
    at = turn.state.question
    return slots[: slots.index(at)] if at in slots else slots


def _was_given(turn: Turn, task: Task, slot: str) -> bool:
    """Whether the caller answered this; what was assumed would only be assumed again."""
    return slot in task.values and ANSWERS[slot].assume(turn.context(task)) is None


def _start_over(turn: Turn) -> list[Reply]:
    task = turn.state.task
    if task is None:
        return [Reply("utter_main_menu")]
    for question in list(turn.questions(task)):
        task.values.pop(question.slot, None)
    return tasks.advance(turn, task)


def cancel(turn: Turn) -> list[Reply]:
    """What is open is given up: a request to a second person, a task, a question."""
    if turn.state.approval and turn.state.task is None:
        return [*approval.withdraw(turn), *tasks.finish(turn)]
    if turn.state.task is None:
        turn.state.question, turn.state.wish = "", ""
        return [Reply("utter_main_menu")]
    return [_given_up(turn, turn.state.task), *tasks.finish(turn)]


def _given_up(turn: Turn, task: Task) -> Reply:
    """已经取消 would be wrong of a cancellation: what it was about is still there."""
    ends = turn.flows[task.flow].cancels
    return Reply("utter_left_as_it_was" if ends else "utter_cancelled")


def _main_menu(turn: Turn) -> list[Reply]:
    cancelled = [_given_up(turn, turn.state.task)] if turn.state.task else []
    turn.state.task, turn.state.wish, turn.state.question = None, "", ""
    turn.state.waiting.clear()
    turn.state.requests.clear()
    return [*cancelled, Reply("utter_main_menu")]


def _help(turn: Turn) -> list[Reply]:
    """Whoever asks for help again at once is told every key."""
    told = "utter_all_keys" if turn.state.helped else "utter_help"
    turn.state.helped = not turn.state.helped
    return [Reply(told), *ask_again(turn)]


def goodbye(turn: Turn) -> list[Reply]:
    """The call ends; what is still being decided comes by SMS."""
    by_sms = [Reply("utter_approval_by_sms")] if turn.state.approval else []
    return [*by_sms, Reply("utter_goodbye")]


COMMANDS: dict[str, Callable[[Turn], list[Reply]]] = {
    HUMAN: person,
    "go_back": _back,
    "cancel": cancel,
    "start_over": _start_over,
    "main_menu": _main_menu,
    HELP: _help,
    "goodbye": goodbye,
}
