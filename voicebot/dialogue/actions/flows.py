"""The flows of `nlu_data/flows/`: what a service asks for, in which order, what it then does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, line_of, read_yaml
from voicebot.word_lists import problem_of_words

ACTS = ("words", "needs", "questions", "confirm", "does", "done")
TELLS = ("needs", "tells")
OPTIONAL = ("becomes", "cancels", "change", "then")
SPOKEN_OR_DONE = ("confirm", "does", "done", "tells", "cancels", "change", "then")
LEVELS = ("unknown", "known", "document", "pin", "signed")
# The PIN alone proves more than the end of a document alone; some deeds need both.
PIN_AND_DOCUMENT = "pin_and_document"
NEEDS = (*LEVELS, PIN_AND_DOCUMENT)


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
    becomes: Mapping[str, str] = field(default_factory=dict)
    cancels: str = ""
    then: str = ""
    change: str = "utter_not_done_change_what"


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
    for place, problem in _problems(fields):
        raise ConfigError(path, line_of(document, (name, *place)), f"'{name}' {problem}")
    questions = tuple(Question(q["slot"], q["ask"]) for q in fields.get("questions") or ())
    return Flow(
        name=name,
        needs=fields["needs"],
        words=tuple(fields.get("words") or ()),
        questions=questions,
        becomes=dict(fields.get("becomes") or {}),
        **{field: fields[field] for field in SPOKEN_OR_DONE if field in fields},
    )


def _problems(fields: Any) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where in the block, and what is wrong there."""
    if not isinstance(fields, Mapping):
        yield (), f"has no lines; write {', '.join(ACTS)} under it"
        return
    if unknown := [field for field in fields if field not in (*ACTS, *TELLS, *OPTIONAL)]:
        yield (unknown[0],), f"has {', '.join(unknown)}; remove it or correct its name"
    wanted = TELLS if "tells" in fields else ACTS
    if missing := [field for field in wanted if field not in fields]:
        yield (), f"has no {', '.join(missing)}; add it"
    if fields.get("words") and (problem := problem_of_words(fields["words"], shortest=1)):
        yield ("words",), problem
    if fields["needs"] not in NEEDS:
        yield ("needs",), f"needs {fields['needs']}; write one of {', '.join(NEEDS)}"
    if not isinstance(fields.get("becomes") or {}, Mapping):
        yield ("becomes",), "becomes no flow; write {slot: flow}"
    questions = fields.get("questions") or ()
    if not isinstance(questions, Sequence) or isinstance(questions, str):
        yield ("questions",), "has no list of questions; write - before each of them"
        return
    for number, question in enumerate(questions):
        if not isinstance(question, Mapping) or set(question) != {"slot", "ask"}:
            yield ("questions", number), "asks otherwise; write - {slot: …, ask: utter_…}"
