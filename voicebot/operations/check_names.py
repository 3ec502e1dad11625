"""Names that rules, stories and frozen sentences have and nothing else knows."""

from __future__ import annotations

from collections.abc import Iterator, Set
from pathlib import Path
from typing import Any

from voicebot.config import Settings, line_of, read_yaml
from voicebot.speech.phrase_file import read_phrases


def name_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    nlu_data = settings.nlu_data
    documents = [read_yaml(path) for path in sorted((nlu_data / "domain").glob("*.yml"))]
    intents = {name for document in documents for name in document.get("intents") or ()}
    actions = {name for document in documents for name in document.get("actions") or ()}
    for folder, key in (("rules", "rules"), ("tests/stories", "stories")):
        for path in sorted((nlu_data / folder).glob("*.yml")):
            for entry in read_yaml(path)[key]:
                for problem in _strange_steps(entry["steps"], intents, actions):
                    yield f"{path}:{problem}"
    for path in sorted((nlu_data / "tests" / "nlu").glob("*.yml")):
        for block in read_phrases(path):
            if block.intent not in intents:
                yield f"{path}:{block.line}: {_unknown('intent', block.intent)}"


def _strange_steps(steps: Any, intents: Set[str], actions: Set[str]) -> Iterator[str]:
    for number, step in enumerate(steps):
        for kind, known in (("intent", intents), ("action", actions)):
            if kind in step and step[kind] not in known:
                yield f"{line_of(steps, (number, kind))}: {_unknown(kind, step[kind])}"
        yield from _strange_steps(step.get("or") or (), intents, actions)


def _unknown(kind: str, name: str) -> str:
    return f"{name} is no {kind} of nlu_data/domain; correct the name"


def strays(settings: Settings) -> Iterator[str]:
    """Files that look as if they counted, and that nobody reads."""
    for folder in (settings.nlu_data, settings.prompts):
        for path in sorted(path for path in folder.rglob("*.y*") if path.is_file()):
            if path.suffix != ".yml" and not _is_an_editors(path):
                yield f"{path}:1: nobody reads it; call it {path.name.partition('.')[0]}.yml"


def _is_an_editors(path: Path) -> bool:
    """What an editor keeps beside a file while somebody writes in it."""
    return path.name.startswith((".", "#")) or path.name.endswith("~")
