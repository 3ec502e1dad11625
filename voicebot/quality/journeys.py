"""The journeys of nlu_data/tests/journeys/: whole calls by words and keys, through the dialogue.

journeys:
- journey: 说着转账                        what staff call it
  caller: "13909510001"                   a customer of the demonstration bank
  steps:
  - {says: 查余额, hears: [utter_ask_pin]}           responses that are in the answer, in this order
  - {keys: "246810", hears: [utter_balance]}
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, Settings, line_of, read_yaml
from voicebot.conversation.chat import Chat, TypedCalls
from voicebot.conversation.typed_line import KEYS_PREFIX

SECRET = "secret"
# `bench dialogue` is about times.
ANSWER_WITHIN_MS = 30_000
TELL_EVERY = 10


@dataclass(frozen=True)
class Step:
    """A line as `voicebot chat` takes it, and the responses that must follow; where it stands."""

    typed: str
    hears: tuple[str, ...]
    line: int = 0


@dataclass(frozen=True)
class Journey:
    """One call; `path` is the file that it stands in."""

    name: str
    caller: str
    steps: tuple[Step, ...]
    path: Path = Path()


def load_journeys(folder: Path) -> list[Journey]:
    """All journeys of a folder; ConfigError, with the line, for one that cannot be walked."""
    return [
        _journey(path, listed, number)
        for path in sorted(folder.glob("*.yml"))
        for listed in [_listed(path)]
        for number in range(len(listed))
    ]


def _listed(path: Path) -> Any:
    document = read_yaml(path)
    listed = document.get("journeys") if isinstance(document, Mapping) else None
    if not isinstance(listed, list):
        raise ConfigError(path, 1, "no journeys; begin with a line `journeys:`, each with a -")
    return listed


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
    entry, line = listed[number], line_of(listed, (number,))
    if not isinstance(entry, Mapping) or set(entry) != {"journey", "caller", "steps"}:
        raise ConfigError(path, line, "a journey has journey:, caller: and steps:, nothing else")
    if not isinstance(entry["caller"], str):
        line = line_of(entry, ("caller",))
        raise ConfigError(path, line, 'no caller; write the number in " ", or "" if withheld')
    steps = entry["steps"] or ()
    return Journey(
        str(entry["journey"]),
        entry["caller"],
        tuple(_step(path, steps, place) for place in range(len(steps))),
        path,
    )


def _step(path: Path, steps: Any, place: int) -> Step:
    step, line = steps[place], line_of(steps, (place,))
    by = next((name for name in ("says", "keys") if name in step), "")
    if not by or set(step) != {by, "hears"}:
        raise ConfigError(path, line, "write {says: …, hears: […]} or {keys: …, hears: […]}")
    if not isinstance(step[by], str):
        raise ConfigError(path, line, f'{by} is no text; write it in " "')
    if not isinstance(step["hears"], list):
        raise ConfigError(path, line, f"hears {step['hears']}; write it in [ ]")
    typed = step[by] if by == "says" else f"{KEYS_PREFIX}{step[by]}"
    return Step(typed, tuple(step["hears"]), line)
