"""Questions that the knowledge base answers; those that it cannot are noted for staff."""

from __future__ import annotations

import re
from typing import Any

from voicebot.bank import questions
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.language.digits import parse_digits

# What may be (part of) a PIN or a card number is written nowhere.
MOST_DIGITS_NOTED = 3
# Not every noise on the line is a question.
QUESTION = re.compile(r"怎|咋|什么|啥|多少|几|哪|吗|(.)不\1|可以|为何|谁|多[久大长高]|不$|没有$")

# Who asks for what no bank does (给我叫个出租车) is told so, and not asked to say it again.
WISH = re.compile(r"^(?:请|麻烦|劳驾)?[您你]?(?:给我|帮我|替我|我要|我想)")


def knowledge(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The answer to the topic; what is no topic is a question that has no answer yet."""
    topic = turn.knowledge.topics.get(values["topic"])
    if topic is None:
        return _unknown(turn, values["topic"])
    turn.state.topic, turn.state.details_told = topic.id, 0
    return [_said(turn, topic.answer), *_offered(turn)]


def details(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What follows on the answer told last."""
    more = _follow_ups(turn)
    if not more:
        return [Reply("utter_no_details")]
    turn.state.details_told += 1
    return [_said(turn, more[0].answer), *_offered(turn)]


def is_question(text: str) -> bool:
    """Whether the words ask something, by their form."""
    return bool(QUESTION.search(text))


def is_wish(text: str) -> bool:
    """Whether the words want something done, by their form."""
    return bool(WISH.search(text))


def _unknown(turn: Turn, question: str) -> list[Reply]:
    _note(turn, question)
    if turn.something_waits:
        return [Reply("utter_question_noted")]
    return [Reply("utter_question_unknown")]


def _note(turn: Turn, question: str) -> None:
    if len(parse_digits(question)) <= MOST_DIGITS_NOTED:
        questions.note_unanswered(turn.db, turn.message.call_id, question, turn.message.now)


def _offered(turn: Turn) -> list[Reply]:
    """The next thing that may be asked about the topic."""
    return [
        Reply("utter_more_details", {"details": follow_up.name}, offers="ask_details")
        for follow_up in _follow_ups(turn)[:1]
    ]


def _follow_ups(turn: Turn) -> tuple[Any, ...]:
    topic = turn.knowledge.topics.get(turn.state.topic)
    return topic.more[turn.state.details_told :] if topic else ()


def _said(turn: Turn, answer: str) -> Reply:
    return Reply("utter_knowledge", {"answer": turn.knowledge.spoken(turn.db, answer)})
