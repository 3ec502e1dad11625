"""The topics of `nlu_data/knowledge/`: how callers ask, what they are told, what may follow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, line_of, read_yaml

PARTS = ("section", "topics")
FIELDS = ("name", "questions", "answer", "more")


@dataclass(frozen=True)
class FollowUp:
    """What a caller may want to know next: `name` is how it is offered (要带什么)."""

    name: str
    answer: str


@dataclass(frozen=True)
class Topic:
    """`name` is how it is read in a menu; answers hold figures as slots ({rate.demand}).

    `section` is the name of its file, `section_name` what callers hear for it.
    """

    id: str
    section: str
    section_name: str
    name: str
    questions: tuple[str, ...]
    answer: str
    more: tuple[FollowUp, ...]
    path: Path
    line: int

    @property
    def answers(self) -> tuple[str, ...]:
        """Everything that the topic may say."""
        return (self.answer, *(follow_up.answer for follow_up in self.more))


def load_topics(folder: Path) -> dict[str, Topic]:
    """The topics of all files by id, in their order; ConfigError names the line and the mend."""
    topics: dict[str, Topic] = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        if set(document) != {*PARTS}:
            line = next((line_of(document, (name,)) for name in document if name not in PARTS), 1)
            raise ConfigError(path, line, "write `section:` (what callers hear) and `topics:`")
        listed = document["topics"]
        if not isinstance(listed, Mapping):
            line = line_of(document, ("topics",))
            raise ConfigError(path, line, "no topics; write a name and : under it for each")
        for topic_id in listed:
            line = line_of(listed, (topic_id,))
            if topic_id in topics:
                raise ConfigError(path, line, f"'{topic_id}' stands twice; keep one of them")
            topics[topic_id] = _topic(path, line, topic_id, document["section"], listed[topic_id])
    return topics


def _topic(path: Path, line: int, topic_id: str, section_name: Any, fields: Any) -> Topic:
    if not isinstance(fields, Mapping):
        raise ConfigError(path, line, f"'{topic_id}' has no lines; write {', '.join(FIELDS)}")
    unknown = [field for field in fields if field not in FIELDS]
    if unknown:
        told = f"'{topic_id}' has '{unknown[0]}'; it is one of {', '.join(FIELDS)}"
        raise ConfigError(path, line_of(fields, (unknown[0],)), told)
    missing = [field for field in FIELDS[:3] if not fields.get(field)]
    if missing:
        raise ConfigError(path, line, f"'{topic_id}' has no {', '.join(missing)}; add it")
    if not isinstance(fields["questions"], list):
        raise ConfigError(path, line, f"'{topic_id}': write - and a space before each question")
    try:
        more = tuple(FollowUp(one["name"], one["answer"]) for one in fields.get("more") or ())
    except (KeyError, TypeError):
        problem = f"'{topic_id}': each line of more is {{name: …, answer: …}}"
        raise ConfigError(path, line, problem) from None
    return Topic(
        id=topic_id,
        section=path.stem,
        section_name=str(section_name),
        name=str(fields["name"]),
        questions=tuple(str(question) for question in fields["questions"]),
        answer=str(fields["answer"]),
        more=more,
        path=path,
        line=line,
    )
