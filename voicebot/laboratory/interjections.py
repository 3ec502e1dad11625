"""Short sounds that are no words, computed: a door that slams, a caller who hums 嗯.

    door    ▂ latch  ▇▅▃▂▁▁ panel and room
    hum       ▃▇▇▆▅▃▁  the voice falls, the mouth is closed

`audio/callers/door.flac` and `hum.flac` are these; a test compares them.
"""

from __future__ import annotations

import numpy as np
from scipy import signal

from voicebot.laboratory.noises import RMS
from voicebot.laboratory.samples import RATE_HZ, Sound

SEED = 96558
BEFORE_S, AFTER_S = 0.1, 0.3
# A panel that is struck, and how fast it falls silent; then what the room makes of it.
PANEL_HZ, PANEL_S, ROOM_S = (85.0, 140.0, 230.0, 410.0, 700.0), 0.08, 0.25
LATCH_S, DOOR_S = 0.05, 0.6
# The formants of a closed mouth and their widths (a nasal consonant), each softer than the last.
NASAL_HZ = ((250.0, 60.0, 1.0), (1000.0, 120.0, 0.25), (2200.0, 200.0, 0.12))
# A word of attention falls from the one to the other.
HUM_HZ, HUM_S, RISE_S = (150.0, 115.0), 0.35, 0.05


def door() -> Sound:
    """The latch, then the panel, then the room."""
    chance = np.random.default_rng(SEED)
    at = np.arange(int(DOOR_S * RATE_HZ)) / RATE_HZ
    panel = sum(np.sin(2 * np.pi * hertz * at + chance.uniform(0, 6)) for hertz in PANEL_HZ)
    noise = chance.standard_normal(len(at))
    slam = panel * np.exp(-at / PANEL_S) + noise * np.exp(-at / (PANEL_S / 4))
    slam += 0.3 * chance.standard_normal(len(at)) * np.exp(-at / (ROOM_S / 3))
    latch = 0.5 * chance.standard_normal(int(LATCH_S * RATE_HZ))
    latch *= np.exp(-np.arange(len(latch)) / RATE_HZ / 0.01)
    return _at_its_level(np.concatenate([latch, slam]))


def hum() -> Sound:
    """Pulses of a voice through the formants of a closed mouth."""
    at = np.arange(int(HUM_S * RATE_HZ)) / RATE_HZ
    first, last = HUM_HZ
    turns = np.cumsum(np.linspace(first, last, len(at))) / RATE_HZ
    pulses = np.diff(np.floor(turns), prepend=0.0)
    voiced = np.zeros(len(at))
    for hertz, width, weight in NASAL_HZ:
        voiced += weight * signal.lfilter(*signal.iirpeak(hertz, hertz / width, RATE_HZ), pulses)
    fading = np.minimum(np.minimum(at / RISE_S, (HUM_S - at) / (2 * RISE_S)), 1.0)
    return _at_its_level(voiced * fading)


def _at_its_level(sound: np.ndarray) -> Sound:
    """As loud as the callers, with quiet before and after."""
    loud = sound * RMS / np.sqrt(np.mean(np.square(sound)))
    quiet = [np.zeros(int(seconds * RATE_HZ)) for seconds in (BEFORE_S, AFTER_S)]
    return np.concatenate([quiet[0], loud, quiet[1]]).clip(-1, 1).astype(np.float32)
