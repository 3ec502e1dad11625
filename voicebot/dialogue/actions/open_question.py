"""The open question once more: after a digression, a command, or words that were not understood."""

from __future__ import annotations

from voicebot.dialogue.actions import correction, identification, tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.message import MENU
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import (
    ANYTHING_ELSE,
    APPROVAL,
    CHANGE,
    CONFIRM,
    DOCUMENT,
    IDENTIFIER,
    OFFER,
    PHONE_TAIL,
    PIN,
)
from voicebot.dialogue.actions.turn import Turn

FAILURES_BEFORE_HELP = 3
# A number was keyed.
KEYED = "inform_keys"


def ask_again(turn: Turn) -> list[Reply]:
    """The open question once more; nothing that was given is lost."""
    state, task = turn.state, turn.state.task
    if state.doubted:
        return [Reply(f"utter_doubt_{state.doubted['asked']}")]
    if state.question == IDENTIFIER:
        return identification.ask_identifier(turn)
    if state.question in (DOCUMENT, PHONE_TAIL):
        return [Reply(f"utter_ask_{state.question}")]
    if state.question == PIN:
        return [Reply("utter_ask_pin")]
    if state.question == ANYTHING_ELSE:
        return [Reply("utter_anything_else")]
    if task and state.question == CHANGE:
        return correction.options(turn, task)
    if state.question == OFFER:
        return [Reply(**state.offered)]
    if state.question == APPROVAL:
        return [Reply("utter_approval_options")]
    if task and state.question == CONFIRM:
        return tasks.read_back(turn, task)
    if task and state.question in ANSWERS:
        return tasks.ask(turn, task, state.question)
    return [Reply(f"utter_{state.menu}" if state.menu.startswith(MENU) else "utter_main_menu")]


def not_understood(turn: Turn) -> list[Reply]:
    """Says so in other words each time; after the third time keys and a person are offered."""
    state = turn.state
    if state.question == APPROVAL:
        return [Reply("utter_approval_waiting")]  # 好了没有
    state.failures = min(state.failures + 1, FAILURES_BEFORE_HELP)
    if state.question == CONFIRM and state.failures == 1:
        return [Reply("utter_say_yes_or_no"), *ask_again(turn)]
    keyed = turn.message.intent == KEYED and state.failures < FAILURES_BEFORE_HELP
    told = "utter_keyed_wrong" if keyed else f"utter_not_understood_{state.failures}"
    return [Reply(told), *ask_again(turn)]


def understood(turn: Turn, replies: list[Reply]) -> list[Reply]:
    turn.state.failures = 0
    return replies
