"""What a caller wants to know, in own words or chosen from the sections of the knowledge base."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.dialogue.actions.answers.answer import Answer, Context, Heard
from voicebot.dialogue.actions.reply import Reply
from voicebot.dialogue.language.names import find_names


class SectionAnswer(Answer):
    """A part of the knowledge base. Value: the name of its file, "" for a question beyond it."""

    def hear(self, text: str, context: Context) -> Heard | None:
        named = {name: section for section, name in context.knowledge.sections().items()}
        matches = find_names(text, list(named), context.accent)
        return Heard(named[matches[0].candidate]) if matches else None

    def options(self, context: Context) -> Sequence[str]:
        return list(context.knowledge.sections())

    def assume(self, context: Context) -> str | None:
        if "topic" not in context.values:
            return None
        topic = context.knowledge.topics.get(context.values["topic"])
        return topic.section if topic else ""

    def phrases(self, context: Context) -> list[str]:
        return list(context.knowledge.sections().values())

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.knowledge.sections()[value], "key": key})


class TopicAnswer(Answer):
    """A topic of the knowledge base. Value: its id, or the question where it is about none."""

    which = "utter_which_topic"

    def hear(self, text: str, context: Context) -> Heard | None:
        meant = [topic.id for topic in context.knowledge.find(text)]
        if len(meant) == 1:
            return Heard(meant[0])
        if meant:
            return Heard(candidates=tuple(meant))
        # Beside the open question it may be a command; as a wish it is a question without answer.
        asked = context.question in ("section", "topic") or "section" in context.values
        return None if asked else Heard(text)

    def options(self, context: Context) -> Sequence[str]:
        return [topic.id for topic in context.knowledge.in_section(context.values["section"])]

    def offer(self, value: str, key: str, context: Context) -> Reply:
        return Reply("utter_option", {"option": context.knowledge.topics[value].name, "key": key})
