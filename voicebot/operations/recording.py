"""The recording of one call: two channels, on disk while the call goes on, silent where it must be.

Left is the caller, right is the bot, 16 kHz, 16 bit. Frames are handed over and written by a thread
of the recording's own, so neither the SIP thread nor the event loop ever waits for the disk. The
WAV header is kept right after every write: a killed process leaves a playable file.
"""

from __future__ import annotations

import logging
import queue
import threading
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
FRAME = 320
FRAME_S = FRAME / RATE_HZ
CHANNELS = 2
SAMPLE_BYTES = 2
WAV_HEADER_BYTES = 44
# One write a second keeps the disk idle and loses at most a second when the power fails.
WRITE_EVERY_FRAMES = 50

log = logging.getLogger(__name__)

Samples = npt.NDArray[np.int16]


class Recording:
    """Write frames from one thread; `blank` and `close` may come from another."""

    def __init__(self, path: Path) -> None:
        """Starts the file `path` and its folder; `failed` if the disk will not have it."""
        self._path = path
        self._wave: wave.Wave_write | None = None
        self._frames = 0
        self._silence = np.zeros((FRAME, CHANNELS), dtype=np.int16)
        self._work: queue.SimpleQueue[Samples | tuple[float, float] | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="recording", daemon=True)
        self.concealed = False
        self.failed = False
        try:
            self._wave = self._create(path)
        except OSError as error:
            self._fail(error)
        self._thread.start()

    @property
    def seconds(self) -> float:
        """The length so far."""
        return self._frames * FRAME_S

    def write(self, caller: Samples, bot: Samples) -> None:
        """Appends 20 ms: two arrays of 320 samples; silence while `concealed`."""
        self._frames += 1
        if self.concealed:
            self._work.put(self._silence)
        else:
            self._work.put(np.column_stack((caller, bot)))

    def blank(self, start_s: float, end_s: float) -> None:
        """Makes both channels silent from `start_s` to `end_s`, also on the disk."""
        self._work.put((max(start_s, 0.0), end_s))

    def close(self) -> None:
        """Writes what is left and closes the file."""
        self._work.put(None)
        self._thread.join()

    @staticmethod
    def _create(path: Path) -> wave.Wave_write:
        path.parent.mkdir(parents=True, exist_ok=True)
        file: wave.Wave_write = wave.open(str(path), "wb")  # noqa: SIM115 - closed by close()
        file.setnchannels(CHANNELS)
        file.setsampwidth(SAMPLE_BYTES)
        file.setframerate(RATE_HZ)
        file.writeframes(b"")
        return file

    def _run(self) -> None:
        pending: list[Samples] = []
        while (item := self._work.get()) is not None:
            if isinstance(item, tuple):
                self._save(pending)
                self._overwrite(*item)
            else:
                pending.append(item)
                if len(pending) >= WRITE_EVERY_FRAMES:
                    self._save(pending)
        self._save(pending)
        if self._wave:
            try:
                self._wave.close()
            except OSError as error:
                self._fail(error)

    def _save(self, pending: list[Samples]) -> None:
        if not pending or self._wave is None or self.failed:
            pending.clear()
            return
        try:
            self._wave.writeframes(np.concatenate(pending).tobytes())
            pending.clear()
        except OSError as error:
            self._fail(error)

    def _overwrite(self, start_s: float, end_s: float) -> None:
        frame_bytes = CHANNELS * SAMPLE_BYTES
        start = WAV_HEADER_BYTES + round(start_s * RATE_HZ) * frame_bytes
        try:
            with self._path.open("r+b") as file:
                end = min(
                    WAV_HEADER_BYTES + round(end_s * RATE_HZ) * frame_bytes,
                    self._path.stat().st_size,
                )
                file.seek(start)
                file.write(bytes(max(end - start, 0)))
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> None:
        self.failed = True
        log.error(
            "recording %s stopped: %s; free disk space, then take calls again", self._path, error
        )
