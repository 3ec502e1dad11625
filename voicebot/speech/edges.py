"""Where the voice begins and ends in a recording, and cutting it there without a click.

▁▁▁▁▁▁▁▂▅▇▆▁▃▇▅▂▁▁▁▁▁▁
└─────┘└────────┘└────┘
  lead    voice   tail
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
# A breath of silence stays at both ends.
EDGE_MS = 25
BLOCK = RATE_HZ // 100
# Quieter than this below the loudest 10 ms is not speech. Where the room is louder than that, what
# stands out of the room is speech; in a room that is loud enough to hide consonants nothing is cut.
SILENCE_DB, ABOVE_ROOM_DB, HIDING_DB = 40.0, 8.0, 25.0
ROOM_BLOCKS = 5

Samples = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class Edges:
    """The voice is `samples[start:end]`."""

    start: int
    end: int


def room_db(samples: Samples) -> float:
    """The level of the quieter end (50 ms) in dB of full scale; -inf for digital silence."""
    power = _power(samples)
    return _db(min(power[:ROOM_BLOCKS].mean(), power[-ROOM_BLOCKS:].mean()))


def voice_edges(samples: Samples) -> Edges:
    """Where the voice is in samples of 16 kHz; all of them if they are silent."""
    power = _power(samples)
    loudest = _db(power.max())
    if not np.isfinite(loudest):
        return Edges(0, len(samples))
    threshold = np.clip(room_db(samples) + ABOVE_ROOM_DB, loudest - SILENCE_DB, loudest - HIDING_DB)
    loud = np.flatnonzero(power > 10 ** (threshold / 10))
    return Edges(int(loud[0]) * BLOCK, min((int(loud[-1]) + 1) * BLOCK, len(samples)))


def trimmed(samples: Samples) -> Samples:
    """The voice with EDGE_MS around it, from nothing to nothing: joined pieces do not click."""
    edge = EDGE_MS * RATE_HZ // 1000
    voice = voice_edges(samples)
    faded = samples[max(0, voice.start - edge) : voice.end + edge].copy()
    ramp = np.linspace(0, 1, min(edge, len(faded) // 2), dtype=faded.dtype)
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded


def _power(samples: Samples) -> npt.NDArray[np.float64]:
    """The power of every 10 ms, of which there is at least one."""
    padded = np.pad(samples.astype(np.float64), (0, max(BLOCK - len(samples), 0)))
    blocks = padded[: len(padded) // BLOCK * BLOCK].reshape(-1, BLOCK)
    return np.asarray(np.mean(blocks**2, axis=1))


def _db(power: float) -> float:
    return float(10 * np.log10(power)) if power else float("-inf")
