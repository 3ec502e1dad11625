"""Phrases that the model is trained on and that staff keep with what they ask for."""

from __future__ import annotations

from pathlib import Path

from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.topics import load_topics

ORDERED = ("{}", "我要订{}", "帮我订个{}")


def derived_phrases(nlu_data: Path) -> dict[str, list[str]]:
    """Intent → phrases: questions of the knowledge base, what may follow them, what is ordered."""
    topics = load_topics(nlu_data / "knowledge").values()
    products = load_catalogue(nlu_data / "catalogue").values()
    names = [name for product in products for name in product.names]
    return {
        "ask_knowledge": [question for topic in topics for question in topic.questions],
        "ask_details": [follow_up.name for topic in topics for follow_up in topic.more],
        "order": [frame.format(name) for name in names for frame in ORDERED],
    }


def write_phrases(nlu_data: Path, file: Path) -> None:
    """Writes them as training data of Rasa."""
    lines = ['version: "3.1"', "nlu:"]
    for intent, phrases in derived_phrases(nlu_data).items():
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {phrase}" for phrase in dict.fromkeys(phrases)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
