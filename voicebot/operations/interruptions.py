"""`voicebot bench interruptions`: a caller who speaks over every prompt, over real SIP.

The silence is measured in the recording at the caller's end: from the caller's first sound to 35 dB
below the prompt. Two ways through codecs, network and jitter buffers are in it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import psutil

from voicebot.config import Settings
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallInProgress
from voicebot.trial import for_trial, seed_demonstration_bank

SCRIPT = "interruptions.yaml"

Progress = Callable[[str], None]


def measure_interruptions(settings: Settings, most: int, progress: Progress) -> dict[str, Any]:
    """Places calls until prompts were interrupted `most` times; times in ms."""
    samples = settings.root / "audio" / "callers"
    trial = for_trial(settings, settings.state_dir / "interruptions")
    shutil.rmtree(trial.root, ignore_errors=True)
    trial.root.mkdir(parents=True)
    seed_demonstration_bank(trial)
    times: list[float] = []
    number = 0
    with RunningService(trial, progress) as service:
        while len(times) < most:
            number += 1
            out = trial.root / "calls" / str(number)
            report = CallInProgress(service.uri, samples / SCRIPT, samples, out).report()
            found = [step.get("silence_ms") for step in report.document["steps"]]
            times += [time for time in found if time is not None]
            load = psutil.getloadavg()[0]
            progress(f"call {number}: {len(times)} interruptions, load {load:.1f}")
    figures = {f"p{percent}": round(percentile(times, percent)) for percent in (50, 95)}
    return {"interruptions": len(times), "onset_to_silence_ms": figures}
