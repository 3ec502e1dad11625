"""The flows of `nlu_data/flows/`: what a service asks for, in which order, what it then does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, read_yaml

ACTS = ("words", "needs", "questions", "confirm", "does", "done")
TELLS = ("needs", "tells")
OPTIONAL = ("becomes", "then", "cancels")
TEXTS = ("confirm", "does", "done", "tells", "then", "cancels")
LEVELS = ("unknown", "known", "pin", "signed")


@dataclass(frozen=True)
class Question:
    """One thing to know: the `slot` it fills, the response that asks for it."""

    slot: str
    ask: str


@dataclass(frozen=True)
class Flow:
    """One service (see nlu_data/flows/README.md): it `does` something after a yes, or `tells`.

    `becomes` are slots that make it another flow: 给李四转五百 with a day is a scheduled transfer.
    """

    name: str
    needs: str
    words: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    confirm: str = ""
    does: str = ""
    done: str = ""
    tells: str = ""
    cancels: str = ""
    becomes: Mapping[str, str] = field(default_factory=dict)
    then: str = ""


def load_flows(folder: Path) -> dict[str, Flow]:
    """The flows of all files in `folder` by name; ConfigError names the line and the mend."""
    flows: dict[str, Flow] = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        for name in document:
            if name in flows:
                line = document.lc.key(name)[0] + 1
                raise ConfigError(path, line, f"'{name}' stands in two files; keep one of them")
            flows[name] = _flow(path, document, name)
    return flows


def _flow(path: Path, document: Any, name: str) -> Flow:
    fields: Mapping[str, Any] = document[name]
    line = document.lc.key(name)[0] + 1
    wanted = TELLS if "tells" in fields else ACTS
    missing = [field for field in wanted if field not in fields]
    if missing:
        raise ConfigError(path, line, f"'{name}' has no {', '.join(missing)}; add it")
    unknown = [field for field in fields if field not in (*ACTS, *TELLS, *OPTIONAL)]
    if unknown:
        raise ConfigError(path, line, f"'{name}': remove {', '.join(unknown)} or correct its name")
    if fields["needs"] not in LEVELS:
        raise ConfigError(path, line, f"'{name}': needs is one of {', '.join(LEVELS)}")
    try:
        questions = tuple(Question(q["slot"], q["ask"]) for q in fields.get("questions") or ())
    except (KeyError, TypeError):
        raise ConfigError(
            path, line, f"'{name}': each question is {{slot: …, ask: utter_…}}"
        ) from None
    return Flow(
        name=name,
        needs=fields["needs"],
        words=tuple(fields.get("words") or ()),
        questions=questions,
        becomes=dict(fields.get("becomes") or {}),
        **{field: fields.get(field, "") for field in TEXTS},
    )
