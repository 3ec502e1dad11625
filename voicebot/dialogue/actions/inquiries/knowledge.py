"""Questions that the knowledge base answers; those that it cannot are noted for staff."""

from __future__ import annotations

from typing import Any

from voicebot.bank import questions
from voicebot.dialogue.actions.reply import Button, Reply
from voicebot.dialogue.actions.turn import Turn
from voicebot.dialogue.knowledge.topics import FollowUp, Topic
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.numbers import read_integer

# What may be (part of) a PIN or a card number is written nowhere.
MOST_DIGITS_NOTED = 3


def knowledge(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """The answer to what was asked, or to the topic that was chosen by key."""
    chosen = values.get("topic") or turn.message.entities.get("topic")
    if chosen:
        return _tell(turn, turn.knowledge.topics[chosen])
    follow_up = _follow_up_named(turn)
    if follow_up:
        return [_answer(turn, follow_up.answer)]
    meant = turn.knowledge.find(turn.message.text)
    if len(meant) == 1:
        return _tell(turn, meant[0])
    return _ask_which(meant) if meant else _unknown(turn)


def details(turn: Turn, values: dict[str, Any]) -> list[Reply]:
    """What follows the answer told last: the one chosen by key, else all of it."""
    more = _follow_ups(turn)
    if not more:
        return [Reply("utter_no_details")]
    option = int(turn.message.entities.get("option", 0))
    chosen = more[option - 1 : option] if option else more
    return [_answer(turn, follow_up.answer) for follow_up in chosen]


def _tell(turn: Turn, topic: Topic) -> list[Reply]:
    """The answer, and what else could be asked about it."""
    turn.state.topic = topic.id
    offers = [
        _option(follow_up.name, number, f'/ask_details{{"option": "{number}"}}')
        for number, follow_up in enumerate(topic.more, 1)
    ]
    return [_answer(turn, topic.answer), *offers]


def _ask_which(meant: list[Topic]) -> list[Reply]:
    offers = [
        _option(topic.name, number, f'/ask_knowledge{{"topic": "{topic.id}"}}')
        for number, topic in enumerate(meant, 1)
    ]
    return [Reply("utter_which_topic"), *offers, Reply("utter_neither_topic")]


def _unknown(turn: Turn) -> list[Reply]:
    message = turn.message
    if message.text and len(parse_digits(message.text)) <= MOST_DIGITS_NOTED:
        questions.note_unanswered(turn.db, message.call_id, message.text, message.now)
    return [Reply("utter_question_unknown")]


def _follow_up_named(turn: Turn) -> FollowUp | None:
    """A follow-up of the topic told last, called by its name (要带什么)."""
    named = {follow_up.name: follow_up for follow_up in _follow_ups(turn)}
    matches = find_names(turn.message.text, list(named), turn.accent)
    return named[matches[0].candidate] if matches else None


def _follow_ups(turn: Turn) -> tuple[FollowUp, ...]:
    topic = turn.knowledge.topics.get(turn.state.topic)
    return topic.more if topic else ()


def _answer(turn: Turn, answer: str) -> Reply:
    return Reply("utter_knowledge", {"answer": turn.knowledge.spoken(turn.db, answer)})


def _option(name: str, number: int, payload: str) -> Reply:
    values = {"option": name, "key": read_integer(number)}
    return Reply("utter_option", values, (Button(name, payload),))
