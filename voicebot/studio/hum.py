"""The hum of the mains, 50 Hz and its harmonics: how loud it is beside the voice, taking it out.

voice ▁▁▁▁▁▁▅▇▆▃▇▅▁▁▁▁▁▁      it is measured where nobody speaks: a low voice is near 100 Hz too
hum   └────┘      └────┘
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import signal

from voicebot.speech.edges import RATE_HZ, voice_edges
from voicebot.studio.sound import Samples

HARMONICS_HZ = tuple(range(50, 400, 50))
# A hum stands this far out of the noise beside it; a rumble of traffic does not.
STANDS_OUT_DB, BESIDE_HZ = 10.0, 20.0
# Less than this and 50 Hz cannot be told from its neighbours.
LEAST_S = 0.2
NOTCH_HZ = 4.0


@dataclass(frozen=True)
class Hum:
    """`level_db` of full scale is that of all harmonics together; -inf without any."""

    harmonics_hz: tuple[int, ...]
    level_db: float


def find_hum(samples: Samples) -> Hum:
    """The hum in samples of 16 kHz; none where there is too little silence to tell."""
    voice = voice_edges(samples)
    silence = max(samples[: voice.start], samples[voice.end :], key=len)
    if len(silence) < LEAST_S * RATE_HZ:
        return Hum((), float("-inf"))
    powers = {hz: _power_at(silence, hz) for hz in HARMONICS_HZ}
    beside = {
        hz: max(_power_at(silence, hz - BESIDE_HZ), _power_at(silence, hz + BESIDE_HZ))
        for hz in HARMONICS_HZ
    }
    found = tuple(hz for hz in HARMONICS_HZ if powers[hz] > beside[hz] * 10 ** (STANDS_OUT_DB / 10))
    level_db = 10 * np.log10(sum(powers[hz] for hz in found)) if found else float("-inf")
    return Hum(found, float(level_db))


def without_hum(samples: Samples) -> Samples:
    """The samples with a notch at every harmonic that is there; the same if there is none."""
    for hz in find_hum(samples).harmonics_hz:
        b, a = signal.iirnotch(hz, hz / NOTCH_HZ, fs=RATE_HZ)
        padding = min(RATE_HZ // 4, len(samples) - 1)
        samples = signal.filtfilt(b, a, samples, padlen=padding)
    return samples


def _power_at(samples: Samples, hz: float) -> float:
    """The mean power of a sine of this frequency."""
    window = np.hanning(len(samples))
    turning = np.exp(-2j * np.pi * hz * np.arange(len(samples)) / RATE_HZ)
    amplitude = 2 * np.abs(np.sum(samples * window * turning)) / window.sum()
    return float(amplitude**2 / 2)
