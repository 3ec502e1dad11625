"""The synthetic voice, for words that nobody recorded: pyttsx3 with eSpeak NG, in its own process.

pyttsx3 is known to hang when an engine is used again, so it works in a process that is killed and
started anew when it takes too long, and every text is synthesised once (kept on disk).
"""

from __future__ import annotations

import hashlib
import logging
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from voicebot.speech.level import levelled

RATE_HZ = 16_000
RENDER_WITHIN_S = 6.0

Samples = npt.NDArray[np.int16]

log = logging.getLogger(__name__)


class SyntheticVoice:
    """`render` may be called from any thread; texts are synthesised one at a time."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._lock = threading.Lock()

    def render(self, text: str) -> Samples:
        """The sound of `text`, 16 kHz; half a second of silence if the engine fails twice."""
        file = self._cache / f"{hashlib.sha1(text.encode()).hexdigest()[:16]}.wav"
        with self._lock:
            for _ in range(2):
                if file.exists() or self._synthesise(text, file):
                    return _prepared(*soundfile.read(file, dtype="float32"))
        return np.zeros(RATE_HZ // 2, dtype=np.int16)

    def _synthesise(self, text: str, file: Path) -> bool:
        self._cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "voicebot.speech.voice_process", str(file)]
        try:
            subprocess.run(
                command, input=text, text=True, timeout=RENDER_WITHIN_S, check=True,
                capture_output=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError) as error:
            log.error("the synthetic voice failed on “%s”: %s", text, error)
            return False
        return file.exists()


def _prepared(sound: npt.NDArray[np.float32], rate_hz: int) -> Samples:
    """At 16 kHz, without the silence around it, as loud as the recordings."""
    sound = soxr.resample(sound, rate_hz, RATE_HZ)
    loud = np.flatnonzero(np.abs(sound) > 0.01)
    if not len(loud):
        return np.zeros(RATE_HZ // 10, dtype=np.int16)
    sound = sound[loud[0] : loud[-1] + 1]
    return (levelled(sound) * 32767).astype(np.int16)
