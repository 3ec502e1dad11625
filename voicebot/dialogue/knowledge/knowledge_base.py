"""The knowledge base: finds what a question is about, and says the answer with today's figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from voicebot.config import read_yaml
from voicebot.dialogue.knowledge.figures import branch_figures, fill, load_figures
from voicebot.dialogue.knowledge.retrieval import Retriever
from voicebot.dialogue.knowledge.topics import Topic, load_topics


@dataclass(frozen=True)
class KnowledgeBase:
    """Loaded once per process; staff's changes count from the next start."""

    topics: Mapping[str, Topic]
    figures: Mapping[str, str]
    retriever: Retriever

    @classmethod
    def load(cls, nlu_data: Path) -> KnowledgeBase:
        """From the files of `nlu_data`; ConfigError names the line and the mend."""
        topics = load_topics(nlu_data / "knowledge")
        retriever = Retriever(list(topics.values()), out_of_scope(nlu_data))
        return cls(topics, load_figures(nlu_data / "figures"), retriever)

    def find(self, question: str) -> list[Topic]:
        """What the question is about: one topic, two that it may be, or none."""
        return self.retriever.find(question)

    def spoken(self, db: Session, answer: str) -> str:
        """The answer as it is said now."""
        return fill(answer, {**self.figures, **branch_figures(db)})

    def sections(self) -> dict[str, str]:
        """File name → what callers hear, in the order of the files."""
        return {topic.section: topic.section_name for topic in self.topics.values()}

    def in_section(self, section: str) -> list[Topic]:
        """The topics of one file, in its order."""
        return [topic for topic in self.topics.values() if topic.section == section]


def out_of_scope(nlu_data: Path) -> list[str]:
    """The sentences that staff list as not for the bank."""
    entries = read_yaml(nlu_data / "nlu" / "out_of_scope.yml")["nlu"]
    lines = [line for entry in entries for line in str(entry["examples"]).splitlines()]
    return [line.removeprefix("- ") for line in lines]
