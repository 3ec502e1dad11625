"""`voicebot bench calls`: how many talking calls this machine holds, and what each costs.

More and more callers ring at once, each from a process of its own, which takes its share of the
same processor: a machine without the callers holds more. All speak `audio/callers/capacity.yaml`.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import psutil

from voicebot.config import Settings
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallInProgress
from voicebot.trial import fresh_trial

# Callers do not all begin to speak in the same instant.
APART_S = 1.5
POLL_S = 0.5
# The library of the telephone is compiled for so many in a process.
CALLS_OF_A_WORKER = 4
# What a process does, by the word of its command line that says so; the rest is the service itself.
PARTS = {"worker": "speech and SIP", "rasa_sdk": "actions and bank", "rasa": "dialogue"}

Progress = Callable[[str], None]


def measure_capacity(settings: Settings, most: int, progress: Progress) -> dict[str, Any]:
    """For 1, 2, 4 … `most` calls at once: first sound in ms, CPU by part, MB a call."""
    trial = fresh_trial(settings, "capacity")
    workers = -(-most // CALLS_OF_A_WORKER)
    trial = trial.copy(update={"sip": trial.sip.copy(update={"workers": workers})})
    samples = settings.root / "audio" / "callers"
    figures = {}
    with RunningService(trial, progress) as service:
        for calls in _steps(most):
            level = Level(service, trial.sip.port, samples, trial.root / str(calls), calls)
            figures[f"{calls} at once"] = level.measure()
            progress(f"{calls} calls at once: done")
    return figures


def _steps(most: int) -> Iterable[int]:
    calls = 1
    while calls < most:
        yield calls
        calls *= 2
    yield most


class Level:
    """So many calls at once, from the first ring to the last word."""

    def __init__(
        self, service: RunningService, port: int, samples: Path, folder: Path, calls: int
    ) -> None:
        self._service = service
        self._port = port
        self._samples = samples
        self._folder = folder
        self._calls = calls
        self._most_bytes = 0

    def measure(self) -> dict[str, Any]:
        """Figures of this number of calls; memory is what is more than before them."""
        before_bytes = self._service.private_bytes
        before, began = self._cpu_s(), time.monotonic()
        reports = self._place()
        seconds = time.monotonic() - began
        spent = self._cpu_s()
        steps = [step for report in reports for step in report["steps"] if step["step"] == "say"]
        times = [step["first_sound_ms"] for step in steps if step["first_sound_ms"] is not None]
        cpu = {part: round(100 * (spent[part] - before[part]) / seconds, 1) for part in spent}
        return {
            "calls completed": sum(report["ok"] for report in reports),
            "turns": len(steps),
            "turns without an answer": len(steps) - len(times),
            "first sound p50 ms": round(percentile(times, 50)) if times else None,
            "first sound p95 ms": round(percentile(times, 95)) if times else None,
            "% of a core": cpu | {"all": round(sum(cpu.values()), 1)},
            "MB a call": round((self._most_bytes - before_bytes) / self._calls / 2**20),
        }

    def _place(self) -> list[dict[str, Any]]:
        script = self._samples / "capacity.yaml"
        calls = []
        for number in range(self._calls):
            # As a dispatcher in front of the workers would share the calls out.
            uri = f"sip:hotline@127.0.0.1:{self._port + number // CALLS_OF_A_WORKER}"
            calls.append(CallInProgress(uri, script, self._samples, self._folder / str(number)))
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
            part = next((part for word, part in PARTS.items() if word in command), "service")
            spent[part] += times.user + times.system
        return spent
