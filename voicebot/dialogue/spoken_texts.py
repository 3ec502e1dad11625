"""What the bot says that does not stand in prompts/: answers, products, questions about them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.figures import load_figures
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.dialogue.named_words import NamedWords


def texts_by_place(nlu_data: Path) -> dict[str, list[str]]:
    """Place (`nlu_data/figures`, …) → the texts in it; a few are built in.

    ConfigError if a file is broken.
    """
    named = NamedWords.load(nlu_data)
    return {
        "nlu_data/knowledge": list(_knowledge(nlu_data / "knowledge")),
        "nlu_data/figures": list(load_figures(nlu_data / "figures").values()),
        "nlu_data/catalogue": list(_catalogue(nlu_data / "catalogue")),
        "nlu_data/purposes.yml": list(named.purposes),
        "nlu_data/entry_kinds.yml": list(named.entry_kinds),
        "built in": ["手续费", "不收手续费"],
    }


def _knowledge(folder: Path) -> Iterator[str]:
    for topic in load_topics(folder).values():
        yield from (topic.section_name, topic.name, *topic.answers)
        yield from (follow_up.name for follow_up in topic.more)


def _catalogue(folder: Path) -> Iterator[str]:
    for product in load_catalogue(folder).values():
        yield product.name
        for field in product.fields.values():
            yield from (field.ask, field.say.replace("{}", "{answer}"))
            yield from field.options or ()
            yield from field.name.options if field.name else ()
