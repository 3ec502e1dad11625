"""`voicebot bench calls`: how many talking calls this machine holds, and what each costs.

More and more callers ring at once, each from a process of its own, which takes its share of the
same processor: a machine without the callers holds more. All speak `audio/callers/capacity.yaml`,
again and again until there are enough turns for a p95.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import psutil

from voicebot.config import Settings
from voicebot.operations.call_log import read_events
from voicebot.operations.capacity_verdict import (
    ACTIONS,
    CALLS_OF_A_WORKER,
    DIALOGUE,
    ENOUGH_TURNS,
    SERVICE,
    WORKER,
    Level,
    conclude,
)
from voicebot.operations.latency import PARTS
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallInProgress
from voicebot.trial import fresh_trial

# Callers do not all begin to speak in the same instant.
APART_S = 1.5
POLL_S = 0.5
# After so long no further round of a level begins: one call at a time needs eight of a minute.
LEVEL_S = 480.0
# What a process does, by the word of its command line that says so; the rest is the service itself.
PROCESSES = {"worker": WORKER, "rasa_sdk": ACTIONS, "rasa": DIALOGUE}

Progress = Callable[[str], None]
Report = Mapping[str, Any]


def measure_capacity(settings: Settings, most: int, progress: Progress) -> dict[str, Any]:
    """For 1, 2, 4 … `most` calls at once: first sound in ms and where it goes, CPU by part, MB a
    call; and in the end how many are held."""
    trial = fresh_trial(settings, "capacity")
    workers = -(-most // CALLS_OF_A_WORKER)
    trial = trial.copy(update={"sip": trial.sip.copy(update={"workers": workers})})
    callers = settings.root / "audio" / "callers"
    levels = []
    with RunningService(trial, progress) as service:
        for calls in _steps(most):
            level = Rounds(service, trial, callers, calls).measure()
            levels.append(level)
            progress(f"{calls} calls at once: {len(level.first_sounds_ms)} turns answered")
    figures = {f"{level.calls} at once": level.document() for level in levels}
    return {**figures, **conclude(levels)}


def _steps(most: int) -> Iterable[int]:
    calls = 1
    while calls < most:
        yield calls
        calls *= 2
    yield most


class Rounds:
    """So many calls at once, from the first ring to the last word, until enough was said."""

    def __init__(self, service: RunningService, trial: Settings, callers: Path, calls: int) -> None:
        self._service = service
        self._trial = trial
        self._callers = callers
        self._calls = calls
        self._most_bytes = 0

    def measure(self) -> Level:
        """Figures of this number of calls; memory is what is more than before them."""
        known = set(self._recordings())
        before_bytes = self._service.private_bytes
        before, began = self._cpu_s(), time.monotonic()
        reports: list[Report] = []
        while not reports or (
            time.monotonic() - began < LEVEL_S and not ENOUGH_TURNS.is_met(len(_spoken(reports)))
        ):
            reports += self._place(len(reports))
        seconds = time.monotonic() - began
        spent = self._cpu_s()
        events = [e for folder in self._recordings() - known for e in read_events(folder)]
        return Level(
            calls=self._calls,
            placed=len(reports),
            completed=sum(report["ok"] for report in reports),
            spoken=len(_spoken(reports)),
            first_sounds_ms=_first_sounds_ms(reports),
            parts_ms=mean_parts_ms(_first_sounds_ms(reports), events),
            cpu={part: round(100 * (spent[part] - before[part]) / seconds, 1) for part in spent},
            mb_a_call=round((self._most_bytes - before_bytes) / self._calls / 2**20),
        )

    def _recordings(self) -> set[Path]:
        return {path.parent for path in self._trial.recordings.glob("*/*/events.jsonl")}

    def _place(self, first: int) -> list[Report]:
        """One round of calls, the first of which has that number."""
        calls = []
        for number in range(self._calls):
            # As a dispatcher in front of the workers would share the calls out.
            port = self._trial.sip.port + number // CALLS_OF_A_WORKER
            folder = self._trial.root / str(self._calls) / str(first + number)
            uri = f"sip:hotline@127.0.0.1:{port}"
            script = self._callers / "capacity.yaml"
            calls.append(CallInProgress(uri, script, self._callers, folder))
            time.sleep(APART_S)
        while any(call.running for call in calls):
            self._most_bytes = max(self._most_bytes, self._service.private_bytes)
            time.sleep(POLL_S)
        return [call.report().document for call in calls]

    def _cpu_s(self) -> Counter[str]:
        """CPU seconds spent so far, by part of the service."""
        spent: Counter[str] = Counter()
        for process in self._service.processes:
            try:
                times, command = process.cpu_times(), process.cmdline()
            except psutil.NoSuchProcess:
                continue
            part = next((part for word, part in PROCESSES.items() if word in command), SERVICE)
            spent[part] += times.user + times.system
        return spent


def _spoken(reports: Sequence[Report]) -> list[Mapping[str, Any]]:
    return [step for report in reports for step in report["steps"] if step["step"] == "say"]


def _first_sounds_ms(reports: Sequence[Report]) -> list[float]:
    times = [step["first_sound_ms"] for step in _spoken(reports)]
    return [time for time in times if time is not None]


def mean_parts_ms(
    first_sounds_ms: Sequence[float], events: Iterable[Mapping[str, Any]]
) -> dict[str, float]:
    """The mean of each part of a spoken turn; means add up, so `line` is what the parts leave."""
    timed = [e for e in events if e["event"] == "timed" and e["by"] == "voice"]
    if not timed or not first_sounds_ms:
        return {}
    means = {part: _mean(event[f"{part}_ms"] for event in timed) for part in PARTS}
    return means | {"line": _mean(iter(first_sounds_ms)) - sum(means.values())}


def _mean(values: Iterator[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
