"""One of the options that were read, chosen by its key or by its place (第二个)."""

from __future__ import annotations

import re

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.open_question import not_understood
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import parse_integer

PLACE = re.compile("(?:就|要|选|是)*(?:第([一二两三])|最后一)[个位种张笔户家](?:的|吧)*")


def by_key(turn: Turn) -> list[Reply]:
    """An option was chosen by its key."""
    number = int(turn.message.entities.get("option", 0))
    return _chosen(turn, number) or not_understood(turn)


def by_place(turn: Turn) -> list[Reply] | None:
    """An option was named by where it stands; None if it was not, or nothing was offered."""
    place = PLACE.fullmatch(turn.message.text)
    if place is None or turn.state.task is None or turn.state.question not in ANSWERS:
        return None
    number = parse_integer(place[1]) if place[1] else len(turn.state.task.options)
    return _chosen(turn, number or 0)


def _chosen(turn: Turn, number: int) -> list[Reply] | None:
    task = turn.state.task
    if task is None or not 1 <= number <= len(task.options):
        return None
    return tasks.know(turn, task, turn.state.question, task.options[number - 1])
