"""Places calls with the softphone in processes of their own and reads what they report."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.telephony.script import load_script

POLL_S = 0.1


@dataclass(frozen=True)
class CallReport:
    """`document` is softphone.json; `folder` has it, the recording and the steps."""

    folder: Path
    document: dict[str, Any]

    @property
    def ok(self) -> bool:
        """Whether every step could be played."""
        return bool(self.document["ok"])

    @property
    def wav(self) -> Path:
        """Two channels: the caller, the bot."""
        return self.folder / "call.wav"


class CallInProgress:
    """A softphone that was started; `new_steps` as they happen, `report` when it has ended."""

    def __init__(self, uri: str, script: Path, samples: Path, out: Path) -> None:
        load_script(script, samples)  # a mistake in it is told here, not by a process that dies
        out.mkdir(parents=True, exist_ok=True)
        self._out = out
        self._steps = out / "steps.jsonl"
        self._steps.write_text("")
        self._shown = 0
        command = [sys.executable, "-m", "voicebot.telephony.softphone"]
        arguments = [uri, str(script), str(samples), str(out)]
        with (out / "softphone.log").open("w") as log:
            self._process = subprocess.Popen([*command, *arguments], stdout=log, stderr=log)

    @property
    def running(self) -> bool:
        """Whether the call goes on."""
        return self._process.poll() is None

    def new_steps(self) -> list[dict[str, Any]]:
        """The steps that were finished since the last time."""
        lines = self._steps.read_text(encoding="utf-8").split("\n")[:-1]
        new, self._shown = lines[self._shown :], len(lines)
        return [json.loads(line) for line in new]

    def stop(self) -> None:
        """The caller's telephone breaks."""
        self._process.kill()
        self._process.wait()

    def report(self) -> CallReport:
        """Waits for the end of the call."""
        self._process.wait()
        path = self._out / "softphone.json"
        if not path.exists():
            log = (self._out / "softphone.log").read_text(encoding="utf-8").strip()
            reason = log.split("\n")[-1] or "the caller's process died"
            return CallReport(self._out, {"ok": False, "error": reason, "steps": [], "codec": ""})
        return CallReport(self._out, json.loads(path.read_text(encoding="utf-8")))


def place_calls(
    uri: str, script: Path, samples: Path, out: Path, calls: int, show: Callable[[Any], None]
) -> list[CallReport]:
    """Places the same call `calls` times at once and shows every step as it happens."""
    folders = [out] if calls == 1 else [out / str(number + 1) for number in range(calls)]
    in_progress = [CallInProgress(uri, script, samples, folder) for folder in folders]
    while any(call.running for call in in_progress):
        for call in in_progress:
            for step in call.new_steps():
                show(step)
        time.sleep(POLL_S)
    reports = [call.report() for call in in_progress]
    for call, report in zip(in_progress, reports, strict=True):
        for step in call.new_steps():
            show(step)
        if not report.ok:
            show({"error": report.document["error"]})
    return reports
