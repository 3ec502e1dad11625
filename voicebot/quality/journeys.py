"""The journeys of nlu_data/tests/journeys/: whole calls by words and keys, through the dialogue.

journeys:
- journey: 说着转账                        what staff call it
  caller: "13909510001"                   a customer of the demonstration bank
  steps:
  - {says: 查余额, hears: [utter_ask_pin]}           responses that are in the answer, in this order
  - {keys: "246810", hears: [utter_balance]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, Settings, read_yaml
from voicebot.conversation.chat import Chat, TypedCalls
from voicebot.conversation.typed_line import KEYS_PREFIX

SECRET = "secret"
# `bench dialogue` is about times.
ANSWER_WITHIN_MS = 30_000
TELL_EVERY = 10


@dataclass(frozen=True)
class Step:
    """A line as `voicebot chat` takes it, and the responses that must follow."""

    typed: str
    hears: tuple[str, ...]


@dataclass(frozen=True)
class Journey:
    """One call."""

    name: str
    caller: str
    steps: tuple[Step, ...]


def load_journeys(folder: Path) -> list[Journey]:
    """All journeys of a folder; ConfigError, with the line, for one that cannot be walked."""
    return [
        _journey(path, document, number)
        for path in sorted(folder.glob("*.yml"))
        for document in [read_yaml(path)["journeys"]]
        for number in range(len(document))
    ]


def walk(
    settings: Settings, journeys: Sequence[Journey], progress: Callable[[str], None]
) -> dict[str, str]:
    """Walks them on a demonstration bank; what happened instead, by the name of the journey."""
    with Chat(patient(settings), progress) as calls:
        return walk_with(calls, journeys, progress)


def walk_with(
    calls: TypedCalls, journeys: Sequence[Journey], progress: Callable[[str], None]
) -> dict[str, str]:
    """As `walk`, where a dialogue is there already."""
    broken = {}
    for number, journey in enumerate(journeys, 1):
        if happened := _walk(calls, journey):
            broken[journey.name] = happened
        if number % TELL_EVERY == 0 or number == len(journeys):
            progress(f"{number} of {len(journeys)} journeys walked")
    return broken


def patient(settings: Settings) -> Settings:
    """The same, but what is right and late on a busy machine is right."""
    dialogue = settings.dialogue.copy(update={"answer_within_ms": ANSWER_WITHIN_MS})
    return settings.copy(update={"dialogue": dialogue})


def _walk(calls: TypedCalls, journey: Journey) -> str:
    """What happened instead; "" if the journey holds."""
    listens = calls.ring(journey.caller)["listen"]
    for step in journey.steps:
        heard = calls.type(step.typed)
        if not _in_order(step.hears, heard["prompts"]):
            told = f"{KEYS_PREFIX}••••" if listens == SECRET else step.typed
            return f"after {told} comes {', '.join(heard['prompts'])}, not {', '.join(step.hears)}"
        listens = heard["listen"]
    return ""


def _in_order(wanted: Iterable[str], heard: Iterable[str]) -> bool:
    rest = iter(heard)
    return all(name in rest for name in wanted)


def _journey(path: Path, listed: Any, number: int) -> Journey:
    entry, line = listed[number], listed.lc.item(number)[0] + 1
    try:
        steps = tuple(_step(step) for step in entry["steps"])
        return Journey(str(entry["journey"]), str(entry["caller"]), steps)
    except (KeyError, TypeError) as error:
        told = f"a journey has journey:, caller: and steps: of says or keys and hears ({error})"
        raise ConfigError(path, line, told) from error


def _step(step: Any) -> Step:
    typed = step["says"] if "says" in step else f"{KEYS_PREFIX}{step['keys']}"
    return Step(str(typed), tuple(step["hears"]))
