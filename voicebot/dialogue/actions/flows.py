"""The flows of `nlu_data/flows.yml`: which questions a service asks, in which order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, read_yaml

FIELDS = ("words", "needs", "questions", "confirm", "does", "done")
LEVELS = ("unknown", "known", "pin")


@dataclass(frozen=True)
class Question:
    """One thing to know: the `slot` it fills, the response that asks for it."""

    slot: str
    ask: str


@dataclass(frozen=True)
class Flow:
    """One service (see the head of flows.yml)."""

    name: str
    words: tuple[str, ...]
    needs: str
    questions: tuple[Question, ...]
    confirm: str
    does: str
    done: str

    def asks(self, slot: str) -> str:
        """The response that asks for `slot`; KeyError if the flow does not ask for it."""
        return {question.slot: question.ask for question in self.questions}[slot]


def load_flows(path: Path) -> dict[str, Flow]:
    """The flows by name; ConfigError names the line that is wrong and the mend."""
    document = read_yaml(path)
    return {name: _flow(path, document, name) for name in document}


def _flow(path: Path, document: Any, name: str) -> Flow:
    fields: Mapping[str, Any] = document[name]
    line = document.lc.key(name)[0] + 1
    missing = [field for field in FIELDS if field not in fields]
    if missing:
        raise ConfigError(path, line, f"'{name}' has no {', '.join(missing)}; add it")
    if fields["needs"] not in LEVELS:
        raise ConfigError(path, line, f"'{name}': needs is one of {', '.join(LEVELS)}")
    try:
        questions = tuple(Question(q["slot"], q["ask"]) for q in fields["questions"])
    except (KeyError, TypeError):
        raise ConfigError(
            path, line, f"'{name}': each question is {{slot: …, ask: utter_…}}"
        ) from None
    return Flow(
        name=name,
        words=tuple(fields["words"]),
        needs=fields["needs"],
        questions=questions,
        confirm=fields["confirm"],
        does=fields["does"],
        done=fields["done"],
    )
