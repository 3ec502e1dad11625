"""The lines that files of `nlu_data/` must have which Rasa and the gate read: each as a shape.

Rasa itself says that a file is wrong half a minute into a training, and seldom where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Optional, Union

from pydantic import BaseModel, Extra, Field, StrictInt, StrictStr, conlist

from voicebot.config import Settings, read_as

# pydantic 1.10 reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP007, UP045


class _Shape(BaseModel):
    class Config:
        extra = Extra.forbid


class _RasaFile(_Shape):
    version: StrictStr


class Domain(_RasaFile):
    """`domain/`: the intents, and whatever else Rasa takes from there."""

    intents: list[Union[StrictStr, dict[str, Any]]] = []
    entities: list[Any] = []
    slots: dict[str, Any] = {}
    actions: list[StrictStr] = []
    forms: dict[str, Any] = {}
    session_config: dict[str, Any] = {}


class Step(_Shape):
    """A step of a rule or a story."""

    user: Optional[str] = None
    intent: Optional[StrictStr] = None
    entities: Any = None
    action: Optional[StrictStr] = None
    slot_was_set: Any = None
    either: Optional[list[Step]] = Field(None, alias="or")


Step.update_forward_refs()


class Rule(_Shape):
    rule: StrictStr
    steps: list[Step]
    condition: Any = None
    conversation_start: bool = False


class Rules(_RasaFile):
    """`rules/`."""

    rules: list[Rule]


class Story(_Shape):
    story: StrictStr
    steps: list[Step]


class Stories(_RasaFile):
    """`tests/stories/`."""

    stories: list[Story]


class Component(BaseModel):
    """A part of the pipeline; whatever else it has is its own."""

    name: StrictStr
    threshold: float = Field(0.5, ge=0, le=1)
    ambiguity_threshold: float = Field(0.5, ge=0, le=1)


class Pipeline(_Shape):
    """`config.yml`."""

    recipe: StrictStr
    assistant_id: StrictStr
    language: StrictStr
    pipeline: conlist(Component, min_items=1)  # type: ignore[valid-type]
    policies: conlist(Component, min_items=1)  # type: ignore[valid-type]


class Sentence(_Shape):
    """What must be found in a sentence, by its kind."""

    text: StrictStr
    payee: Optional[StrictStr] = None
    branch: Optional[StrictStr] = None
    amount_fen: Optional[StrictInt] = None
    day: Optional[date] = None
    time: Optional[StrictStr] = None
    digits: Optional[StrictStr] = None
    yes_no: Optional[StrictStr] = None


class Values(_Shape):
    """`tests/values/`."""

    today: date
    sentences: list[Sentence]


# Where the files are, by what they must look like.
FILES: dict[str, type[BaseModel]] = {
    "config.yml": Pipeline,
    "domain/*.yml": Domain,
    "rules/*.yml": Rules,
    "tests/stories/*.yml": Stories,
    "tests/values/*.yml": Values,
}


def shaped_files(settings: Settings) -> Iterator[tuple[Callable[[Path], Any], Path]]:
    """What reads each file, and raises ConfigError if a line is not as it must be."""
    for pattern, shape in FILES.items():
        # A file that is gone is read as well, and told.
        named = [settings.nlu_data / pattern] if "*" not in pattern else []
        for path in named or sorted(settings.nlu_data.glob(pattern)):
            yield partial(read_as, shape=shape), path
