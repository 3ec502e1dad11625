"""How loud a line is by EBU R128, and making it as loud as the library."""

from __future__ import annotations

import warnings

import numpy as np
import pyloudnorm

from voicebot.speech.edges import RATE_HZ
from voicebot.studio.sound import Samples

# What the recordings in audio/prompts have: −22.1 at the median, nine of ten within 0.6 of it.
LIBRARY_LUFS = -22.1
PEAK = 0.95
# R128 measures blocks of 0.4 s; a single word is heard again and again until it is this long.
LEAST_S = 3.0


def loudness_lufs(samples: Samples) -> float:
    """Integrated loudness (ITU-R BS.1770) of samples of 16 kHz; -inf for silence."""
    times = int(np.ceil(LEAST_S * RATE_HZ / len(samples)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # its logarithm of silence
        return float(pyloudnorm.Meter(RATE_HZ).integrated_loudness(np.tile(samples, times)))


def as_loud_as_the_library(samples: Samples) -> Samples:
    """The same sound at LIBRARY_LUFS, or as near as its peaks allow."""
    loudness = loudness_lufs(samples)
    if not np.isfinite(loudness):
        return samples
    gain = 10 ** ((LIBRARY_LUFS - loudness) / 20)
    return samples * min(gain, PEAK / float(np.abs(samples).max()))
