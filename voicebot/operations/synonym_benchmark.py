"""`voicebot bench synonym`: how long it takes from a phrase in YAML to a caller who is understood.

call 1  给我讲个笑话 ✗
staff   the phrase ──▶ check ──▶ train ──▶ gate ──▶ release ──▶ new calls get it
call 2  给我讲个笑话 ✓

The commands are those of the staff guide, on a copy of the files, beside a service with callers.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psutil

from voicebot.config import Settings
from voicebot.operations.call_log import read_events
from voicebot.operations.call_turns import join_turns
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallInProgress
from voicebot.quality import releases
from voicebot.quality.intents import load_intents
from voicebot.quality.phrase_lessons import with_phrase
from voicebot.service import ServiceError
from voicebot.trial import for_trial, seed_demonstration_bank

# A sample caller says it, and for nothing that the shipped dialogue knows.
PHRASE, MEANT = "给我讲个笑话", "ask_balance"
SCRIPT = f"""caller: "13909510001"
steps:
- wait: prompt_end
- say: {PHRASE}
- wait: prompt_end
- hangup:
"""
BY = "王主管"
WITHIN_S = 60.0

Progress = Callable[[str], None]


def measure_synonym(settings: Settings, progress: Progress) -> dict[str, Any]:
    """Seconds of each step, the load before and after, what the caller was taken to want.

    ServiceError if a step fails, or new calls do not get the release.
    """
    samples = settings.root / "audio" / "callers"
    trial = _copy(settings, Path(mkdtemp(prefix="voicebot-bench-")))
    seed_demonstration_bank(trial)
    with RunningService(trial, progress) as service:
        before = _understood(trial, service.uri, samples, progress)
        load = psutil.getloadavg()[0]
        seconds, began = {}, time.perf_counter()
        _write_phrase(trial)
        for step in (["check"], ["train"], ["gate"], ["release", "--by", BY]):
            seconds[step[0]] = _timed(partial(_voicebot, trial, step, progress))
        released = f"new calls begin with the release {releases.in_use(trial)}"
        seconds["new calls"] = _timed(partial(service.wait_for, released, WITHIN_S))
        whole = time.perf_counter() - began
        after = _understood(trial, service.uri, samples, progress)
    if before["intent"] == MEANT or after["intent"] != MEANT:
        raise ServiceError(f"before {before['intent']}, after {after['intent']}, not {MEANT}")
    return {
        "from_yaml_to_callers_s": round(whole),
        "seconds": {step: round(took) for step, took in seconds.items()},
        "load": {"before": round(load, 1), "after": round(psutil.getloadavg()[0], 1)},
        "heard": {"before": before["heard"], "after": after["heard"]},
        "understood": {"before": before["intent"], "after": after["intent"]},
    }


def _copy(settings: Settings, folder: Path) -> Settings:
    """An installation with files of its own to change."""
    places = {name: folder / name for name in ("nlu_data", "prompts")}
    for name, place in places.items():
        shutil.copytree(getattr(settings, name), place, symlinks=True)
    return for_trial(settings, folder).copy(update=places)


def _write_phrase(settings: Settings) -> None:
    file = load_intents(settings.nlu_data)[MEANT].file
    file.write_text(with_phrase(file.read_text(encoding="utf-8"), MEANT, PHRASE), encoding="utf-8")


def _voicebot(settings: Settings, arguments: list[str], progress: Progress) -> None:
    """Says a command as staff do, and shows what it tells."""
    command = [sys.executable, "-m", "voicebot.cli", *arguments]
    command += ["--config", str(settings.root / "config.yaml")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as running:
        assert running.stdout
        for line in running.stdout:
            progress(line.rstrip().removeprefix("· "))
    if running.returncode:
        raise ServiceError(f"voicebot {arguments[0]} ended with {running.returncode}; see above")


def _timed(step: Callable[[], None]) -> float:
    began = time.perf_counter()
    step()
    return time.perf_counter() - began


def _understood(settings: Settings, uri: str, samples: Path, progress: Progress) -> dict[str, Any]:
    """The turn of a caller who says the phrase."""
    known = set(settings.recordings.glob("*/*"))
    out = settings.root / f"call-{len(known)}"
    out.mkdir()
    script = out / "script.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    report = CallInProgress(uri, script, samples, out).report()
    if not report.ok:
        raise ServiceError(f"the call failed: {report.document['error']}")
    (folder,) = set(settings.recordings.glob("*/*")) - known
    turn = join_turns(report.document["steps"], read_events(folder))[-1]
    progress(f"a caller said {PHRASE}, heard {turn['heard']}, understood {turn['intent']}")
    return turn
