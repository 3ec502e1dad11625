"""One of the options that were read, chosen by its key or by its place (第二个), or the others."""

from __future__ import annotations

import re

from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.open_question import not_understood
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.state import Task
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.numbers import parse_integer

PLACE = re.compile("(?:就|要|选|是)*(?:第([一二两三])|最后一)[个位种张笔户家](?:的|吧)*")

NONE = re.compile("(?:这?[两三几]个)?都不[是对](?:的)?|不[是对](?:的)?")

OTHERS = re.compile(
    "(?:那|还有|有没有|换|要|听)*(?:其他|别的|另外)(?:的|几个|时间|日子|账户)*(?:呢|吗|吧)?"
    "|还有(?:呢|吗|没有)?|都不是|(?:有没有|有)?再?晚一?点儿?的?(?:呢|吗)?"
)


def by_key(turn: Turn) -> list[Reply]:
    """An option was chosen by its key."""
    number = int(turn.message.entities.get("option", 0))
    return _chosen(turn, number) or not_understood(turn)


def by_words(turn: Turn) -> list[Reply] | None:
    """An option was named by where it stands, or the others; None if nothing of that was said."""
    task, question, text = turn.state.task, turn.state.question, turn.message.text
    if task is None or question not in ANSWERS:
        return None
    if task.misheard == question and NONE.fullmatch(text):
        return tasks.ask(turn, task, question)
    several = len(ANSWERS[question].options(turn.context(task))) > tasks.options_at_a_time(turn)
    if several and not task.number and OTHERS.fullmatch(text):
        return others(turn, task)
    place = PLACE.fullmatch(text)
    if place is None:
        return None
    number = parse_integer(place[1]) if place[1] else len(task.options)
    return _chosen(turn, number or 0)


def others(turn: Turn, task: Task) -> list[Reply]:
    """The next options of the open question; after the last the first."""
    task.page += 1
    return tasks.ask(turn, task, turn.state.question)


def _chosen(turn: Turn, number: int) -> list[Reply] | None:
    task = turn.state.task
    if task is None or not 1 <= number <= len(task.options):
        return None
    return tasks.know(turn, task, turn.state.question, task.options[number - 1])
