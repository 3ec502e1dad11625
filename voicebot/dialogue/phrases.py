"""Phrases that the model is trained on and that staff keep with what they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from voicebot.dialogue.knowledge.topics import load_topics


def write_phrases(nlu_data: Path, file: Path) -> None:
    """Writes Rasa's training data for these intents: the questions of the knowledge base."""
    intents = {"ask_knowledge": _questions(nlu_data)}
    lines = ['version: "3.1"', "nlu:"]
    for intent, phrases in intents.items():
        lines += [f"- intent: {intent}", "  examples: |"]
        lines += [f"    - {phrase}" for phrase in dict.fromkeys(phrases)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _questions(nlu_data: Path) -> Iterable[str]:
    for topic in load_topics(nlu_data / "knowledge").values():
        yield from topic.questions
        yield from (follow_up.name for follow_up in topic.more)
