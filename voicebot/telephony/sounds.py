"""Sounds that a scripted caller makes: samples from files, keys as tones."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from voicebot.telephony.tones import COLUMNS_HZ, KEYS, RATE_HZ, ROWS_HZ

TONE_S, TONE_PAUSE_S = 0.08, 0.08
TONE_LEVEL = 6000.0

Samples = npt.NDArray[np.int16]


def read_sound(path: Path) -> Samples:
    """The first channel of a sound file, at 16 kHz."""
    sound, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
    return np.asarray(soxr.resample(sound[:, 0], rate_hz, RATE_HZ) * 32767, dtype=np.int16)


def key_tone(key: str) -> Samples:
    """The tone of a key and a pause behind it."""
    row = next(number for number, keys in enumerate(KEYS) if key in keys)
    times = np.arange(int(TONE_S * RATE_HZ)) / RATE_HZ
    tones = (ROWS_HZ[row], COLUMNS_HZ[KEYS[row].index(key)])
    sound = sum(np.sin(2 * np.pi * hz * times) for hz in tones) * TONE_LEVEL
    return np.concatenate([sound, np.zeros(int(TONE_PAUSE_S * RATE_HZ))]).astype(np.int16)
