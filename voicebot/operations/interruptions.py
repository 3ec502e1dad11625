"""`voicebot bench interruptions`: a caller who speaks over every prompt, over real SIP.

The silence is measured in the recording at the caller's end: from the caller's first sound to 35 dB
below the prompt. Two ways through codecs, network and jitter buffers are in it.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import repeat
from typing import Any

from voicebot.config import Settings
from voicebot.operations.call_series import caller, measure_calls
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallReport
from voicebot.operations.targets import at_most
from voicebot.trial import fresh_trial

SCRIPT = "interruptions.yaml"
SILENT = at_most(150, " ms")

Progress = Callable[[str], None]


def measure_interruptions(settings: Settings, most: int, progress: Progress) -> dict[str, Any]:
    """Places calls until prompts were interrupted `most` times; times in ms."""
    samples = settings.root / "audio" / "callers"
    trial = fresh_trial(settings, "interruptions")
    with RunningService(trial, progress) as service:
        times = measure_calls(
            caller(service.uri, samples),
            repeat(samples / SCRIPT),
            trial.root / "calls",
            measured=_silences_ms,
            enough=most,
            progress=progress,
        )
    return _figures(times)


def _figures(times: list[float]) -> dict[str, Any]:
    silent = {f"p{percent}": round(percentile(times, percent)) for percent in (50, 95)}
    return {
        "interruptions": len(times),
        "onset_to_silence_ms": silent,
        "targets": {"onset to silence p95": SILENT.line(silent["p95"])},
    }


def _silences_ms(report: CallReport) -> list[float]:
    found = [step.get("silence_ms") for step in report.document["steps"]]
    return [time for time in found if time is not None]
