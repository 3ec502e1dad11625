"""Sounds around a caller, computed from a seed: −20 dBFS, as long as wanted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import signal

from voicebot.laboratory.samples import RATE_HZ, Sound

RMS = 0.1
VOICES_IN_BABBLE = 6
# A pentatonic scale, as in a massage room.
TONES_HZ = (220.0, 247.5, 277.2, 330.0, 371.2, 440.0)

Noise = Callable[[int, np.random.Generator, Sequence[Sound]], Sound]


def street(length: int, chance: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """Traffic: low rumble that comes and goes."""
    passing = 1 + 0.7 * np.sin(2 * np.pi * 0.4 * np.arange(length) / RATE_HZ + chance.random() * 6)
    return _level(_coloured(length, chance, 1.6) * passing)


def wind(length: int, chance: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """Gusts into a microphone: almost all below 200 Hz."""
    gusts = np.abs(signal.lfilter([0.0003], [1, -0.9997], chance.standard_normal(length))) * 60
    return _level(_coloured(length, chance, 2.2) * (0.3 + gusts))


def hiss(length: int, chance: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """A bad line: as loud at every frequency, all the time."""
    return _level(chance.standard_normal(length))


def babble(length: int, chance: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """A television, people in the room: several of the sample voices at once."""
    mixed = np.zeros(length)
    for _ in range(VOICES_IN_BABBLE):
        voice = np.resize(voices[chance.integers(len(voices))], length)
        mixed += np.roll(voice, int(chance.integers(length)))
    return _level(mixed)


def music(length: int, chance: np.random.Generator, voices: Sequence[Sound]) -> Sound:
    """Plucked tones with overtones, half a second each."""
    played = np.zeros(length)
    for start in range(0, length, RATE_HZ // 2):
        at = np.arange(length - start) / RATE_HZ
        tone = chance.choice(TONES_HZ)
        waves = sum(np.sin(2 * np.pi * tone * n * at) / n for n in (1, 2, 3, 4))
        played[start:] += waves * np.exp(-3 * at)
    return _level(played)


NOISES: Mapping[str, Noise] = {
    "street": street,
    "wind": wind,
    "hiss": hiss,
    "babble": babble,
    "music": music,
}


def _coloured(length: int, chance: np.random.Generator, slope: float) -> Sound:
    """Noise whose power falls with frequency to the power of `slope`."""
    spectrum = np.fft.rfft(chance.standard_normal(length))
    hertz = np.fft.rfftfreq(length, 1 / RATE_HZ) + 30.0
    return np.asarray(np.fft.irfft(spectrum * hertz ** (-slope / 2), length), dtype=np.float32)


def _level(sound: npt.NDArray[Any]) -> Sound:
    rms = float(np.sqrt(np.mean(np.square(sound)))) or 1.0
    return np.asarray(sound * (RMS / rms), dtype=np.float32)
