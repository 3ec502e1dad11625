"""Reading what was recorded: WAV or FLAC of any rate, one voice in one channel."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

from voicebot.speech.edges import RATE_HZ
from voicebot.speech.errors import SoundFileUnreadable

SHORTEST_S = 0.1

Samples = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Sound:
    """One channel at the rate it was recorded with; full scale is 1.0."""

    samples: Samples
    rate_hz: int

    def at_library_rate(self) -> Samples:
        """The samples at 16 kHz."""
        return np.asarray(soxr.resample(self.samples, self.rate_hz, RATE_HZ))


def read_sound(file: Path | BinaryIO) -> Sound:
    """The louder channel of a file: a mean of two would hide clipping in one.

    SoundFileUnreadable if it is no sound file, or one without a word.
    """
    name = file if isinstance(file, Path) else "the sound"
    try:
        channels, rate_hz = soundfile.read(file, dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, OSError) as error:
        raise SoundFileUnreadable(f"{name} cannot be read ({error}); give a WAV or FLAC") from error
    if len(channels) < SHORTEST_S * rate_hz:
        raise SoundFileUnreadable(f"{name} is shorter than any word; record it again")
    return Sound(channels[:, int(np.argmax(np.mean(channels**2, axis=0)))], rate_hz)
