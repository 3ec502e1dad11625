"""How loud speech is while somebody speaks: the same for recorded and synthetic voices."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

RATE_HZ = 16_000
# All lines at one level, so that joined pieces do not jump (dB of full scale while speaking).
LEVEL_DB = -21.0
PEAK = 0.95
# Blocks quieter than this below the loudest are pauses, not speech.
PAUSE_DB = 25.0
BLOCK = RATE_HZ // 50

Sound = npt.NDArray[np.floating[Any]]


def active_level_db(samples: Sound) -> float:
    """The level of `samples` (full scale 1.0) in dB over the 20 ms blocks that are speech.

    The idea of ITU-T P.56: pauses do not make a line quieter. -inf for silence.
    """
    blocks = samples[: max(len(samples) // BLOCK, 1) * BLOCK]
    size = min(BLOCK, len(blocks)) or 1
    power = np.mean(blocks[: len(blocks) // size * size].reshape(-1, size) ** 2, axis=1)
    loudest = float(power.max(initial=0.0))
    if not loudest:
        return float("-inf")
    return float(10 * np.log10(np.mean(power[power > loudest * 10 ** (-PAUSE_DB / 10)])))


def rms(samples: npt.NDArray[np.int16]) -> float:
    """The level of a sound, of 32 768."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))


def levelled(samples: Sound) -> Sound:
    """The same sound at LEVEL_DB, or as near as its peaks allow."""
    level = active_level_db(samples)
    if not np.isfinite(level):
        return samples
    peak = float(np.abs(samples).max())
    return samples * min(10 ** ((LEVEL_DB - level) / 20), PEAK / peak)
