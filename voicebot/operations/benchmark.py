"""`voicebot bench`: the demonstration many times over, each on a new bank, and what it measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from voicebot.config import Settings
from voicebot.operations.demonstration import Demonstration
from voicebot.operations.percentiles import percentile


def measure(settings: Settings, rounds: int, progress: Callable[[str], None]) -> dict[str, Any]:
    """Times in ms are measured at the caller's end; memory in MB is that of all processes."""
    results = []
    for number in range(1, rounds + 1):
        results.append(Demonstration(settings, lambda _line: None).run())
        progress(f"demonstration {number} of {rounds}: {'ok' if results[-1]['ok'] else 'FAILED'}")
    turns = [turn for result in results for call in result["calls"] for turn in call["turns"]]
    timed = [turn for turn in turns if turn["first_sound_ms"] is not None]
    figures: dict[str, Any] = {
        "demonstrations": rounds,
        "demonstrations_ok": sum(result["ok"] for result in results),
    }
    for name, by in (("first_sound", "voice"), ("keys", "keys")):
        times = [turn["first_sound_ms"] for turn in timed if turn["by"] == by]
        figures[f"{name}_turns"] = len(times)
        for percent in (50, 95):
            figures[f"{name}_p{percent}_ms"] = percentile(times, percent) if times else None
    figures["memory_idle_mb"] = max(result["memory_mb"]["idle"] for result in results)
    figures["memory_call_mb"] = max(result["memory_mb"]["call"] for result in results)
    return figures
