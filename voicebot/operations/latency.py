"""`voicebot bench latency`: the callers of `audio/callers/latency/`, one call at a time over SIP.

The time of an answer is measured in the recording at the caller's end. Its parts are those that the
bot wrote down; `line` is what the parts leave: two ways through codecs, network and jitter buffers.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import cycle
from typing import Any

from voicebot.config import Settings
from voicebot.operations.call_log import read_events
from voicebot.operations.call_series import caller, measure_calls
from voicebot.operations.call_turns import join_turns
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallReport
from voicebot.operations.targets import at_least, at_most
from voicebot.trial import fresh_trial

PARTS = ("end_of_turn", "recognition", "dialogue", "voice")
TURNS = at_least(200)
WANTED_MS = {
    ("speech", "p50"): at_most(400, " ms"),
    ("speech", "p95"): at_most(800, " ms"),
    ("keys", "p95"): at_most(150, " ms"),
}

Progress = Callable[[str], None]


def measure_latency(settings: Settings, turns: int, progress: Progress) -> dict[str, Any]:
    """Places calls until at least `turns` spoken turns were answered; times in ms."""
    samples = settings.root / "audio" / "callers"
    trial = fresh_trial(settings, "latency")
    found: list[dict[str, Any]] = []

    def spoken(report: CallReport) -> list[dict[str, Any]]:
        new: list[dict[str, Any]] = []
        for recorded in trial.recordings.glob("*/*/events.jsonl"):
            new += join_turns(report.document["steps"], read_events(recorded.parent))
            shutil.rmtree(recorded.parent)
        found.extend(new)
        return _answered(new, "voice")

    with RunningService(trial, progress) as service:
        measure_calls(
            caller(service.uri, samples),
            cycle(sorted((samples / "latency").glob("*.yaml"))),
            trial.root / "calls",
            measured=spoken,
            enough=turns,
            progress=progress,
        )
    return _document(found)


def _document(found: list[dict[str, Any]]) -> dict[str, Any]:
    """Figures of all turns of all calls, and what is wanted of them."""
    figures = {
        name: _figures(_answered(found, by)) for name, by in (("speech", "voice"), ("keys", "keys"))
    }
    targets = {"spoken turns": TURNS.line(figures["speech"]["turns"])}
    for (name, percent), wanted in WANTED_MS.items():
        times = figures[name].get("ms", {}).get("first_sound", {})
        targets[f"{name}, first sound {percent}"] = wanted.line(times.get(percent))
    unanswered = sum(turn["first_sound_ms"] is None for turn in found if turn["caller"])
    return {**figures, "unanswered": unanswered, "targets": targets}


def _answered(turns: list[dict[str, Any]], by: str) -> list[dict[str, Any]]:
    """Turns with a time, but those that a later one overtook before the bot noted it."""
    return [
        turn
        for turn in turns
        if turn["by"] == by and turn["first_sound_ms"] is not None and turn["parts_ms"]
    ]


def _figures(turns: list[dict[str, Any]]) -> dict[str, Any]:
    """How many turns, and the p50 and p95 of the whole and of each part."""
    if not turns:
        return {"turns": 0}
    columns = {"first_sound": [turn["first_sound_ms"] for turn in turns]}
    columns |= {part: [turn["parts_ms"][part] for turn in turns] for part in PARTS}
    parts = zip(*(columns[part] for part in PARTS), strict=True)
    sums = map(sum, parts)
    columns["line"] = [a - b for a, b in zip(columns["first_sound"], sums, strict=True)]
    times = {
        name: {f"p{percent}": round(percentile(values, percent)) for percent in (50, 95)}
        for name, values in columns.items()
    }
    return {"turns": len(turns), "ms": times}
