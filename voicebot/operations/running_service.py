"""`voicebot serve` as a process of its own, for the demonstration, the benchmark and the tests."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

import psutil

from voicebot.config import Settings, save_settings
from voicebot.service import ServiceError

# Long enough for the drain of a worker (its callers have hung up by then) and TensorFlow's exit.
STOP_S = 30.0
POLL_S = 0.1


class RunningService:
    """Entering it starts the service and waits until it takes calls; leaving it stops it."""

    def __init__(self, settings: Settings, progress: Callable[[str], None]) -> None:
        self._settings = settings
        self._progress = progress

    @property
    def uri(self) -> str:
        """Where the hotline is dialled."""
        return f"sip:hotline@127.0.0.1:{self._settings.sip.port}"

    @property
    def processes(self) -> list[psutil.Process]:
        """The service and everything that it started."""
        parent = psutil.Process(self._process.pid)
        return [parent, *parent.children(recursive=True)]

    @property
    def memory_bytes(self) -> int:
        """Memory of all processes, shared pages counted once (proportional set size)."""
        return sum(process.memory_full_info().pss for process in self.processes)

    @property
    def private_bytes(self) -> int:
        """What is not read from files, of all processes: other programs do not change it."""
        return sum(m.rss - m.shared for m in (p.memory_info() for p in self.processes))

    def __enter__(self) -> RunningService:
        config = self._settings.root / "config.yaml"
        save_settings(self._settings, config)
        self._log = self._settings.root / "serve.log"
        command = [sys.executable, "-m", "voicebot.cli", "serve", "--config", str(config)]
        with self._log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            self._wait_until_ready()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    def wait_for(self, told: str, within_s: float) -> None:
        """Waits until the service has told that; ServiceError if it does not in this time."""
        deadline = time.monotonic() + within_s
        while told not in self._log.read_text(encoding="utf-8"):
            if time.monotonic() > deadline:
                raise ServiceError(f"the service did not say “{told}” (more in {self._log})")
            time.sleep(POLL_S)

    def _stop(self) -> None:
        processes = self.processes if self._process.poll() is None else []
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.kill()

    def _wait_until_ready(self) -> None:
        """Shows the service's progress until it takes calls; ServiceError if it ends instead."""
        shown = 0
        while True:
            ended = self._process.poll() is not None
            lines = self._log.read_text(encoding="utf-8").split("\n")[:-1]
            for line in lines[shown:]:
                if line.startswith("·"):
                    self._progress(line)
                if line.startswith("· ready"):
                    return
            shown = len(lines)
            if ended:
                last = lines[-1] if lines else "it said nothing"
                raise ServiceError(f"the service did not start: {last} (more in {self._log})")
            time.sleep(POLL_S)
