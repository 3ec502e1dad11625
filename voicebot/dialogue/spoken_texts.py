"""What the bot says that does not stand in prompts/: answers, products, questions about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.figures import load_figures
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.dialogue.named_words import NamedWords


def dialogue_texts(nlu_data: Path) -> Iterator[str]:
    """Every text, with its slots; ConfigError if a file is broken."""
    for topic in load_topics(nlu_data / "knowledge").values():
        yield from (topic.section_name, topic.name, *topic.answers)
        yield from (follow_up.name for follow_up in topic.more)
    yield from load_figures(nlu_data / "figures").values()
    for product in load_catalogue(nlu_data / "catalogue").values():
        yield product.name
        for field in product.fields.values():
            yield from (field.ask, field.say.replace("{}", "{answer}"))
            yield from field.options or ()
            yield from field.name.options if field.name else ()
    named = NamedWords.load(nlu_data)
    yield from (*named.purposes, *named.entry_kinds)
    yield from ("手续费", "不收手续费")
