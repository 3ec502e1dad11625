"""One take at the microphone: counts in, shows the level, ends by itself when the voice has ended.

    3 · 2 · 1 · speak   ▁▁▁▅▇▆▁▃▇▅▂▁▁▁▁▁▁
                           └────────┘└────┘ QUIET_S: over

Time is that of the sound card: whatever reads from it here waits for it, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from voicebot.studio.errors import StudioError
from voicebot.studio.sound import Samples, Sound

RATE_HZ = 48_000
BLOCK_S = 0.05
BLOCK = int(RATE_HZ * BLOCK_S)
COUNT = (3, 2, 1)
# Longer than any pause inside a line.
QUIET_S = 1.2
# A voice is louder than this (dB of full scale); it has ended this far below its loudest.
VOICE_DB, ENDED_DB = -45.0, 30.0
# Who speaks at half the usual speed still comes to the end.
LONGEST_S, SYLLABLE_S = 6.0, 0.6
METER_FROM_DB, METER_SIGNS = -60.0, 30
TOO_LOUD_DB = -3.0


@dataclass
class Ending:
    """When a take is over, told block by block: `hear` answers True at its end."""

    longest_s: float
    heard_s: float = 0.0
    quiet_s: float = 0.0
    loudest_db: float = field(default=float("-inf"))

    def hear(self, level_db: float) -> bool:
        """Takes the level of the next BLOCK_S in."""
        self.heard_s += BLOCK_S
        self.loudest_db = max(self.loudest_db, level_db)
        spoken = self.loudest_db > VOICE_DB
        quiet = level_db < max(self.loudest_db - ENDED_DB, VOICE_DB)
        self.quiet_s = self.quiet_s + BLOCK_S if spoken and quiet else 0.0
        return self.quiet_s >= QUIET_S or self.heard_s >= self.longest_s


def longest_s(text: str) -> float:
    """How long a take of `text` can be."""
    return LONGEST_S + SYLLABLE_S * len(text)


def record(sounddevice: Any, text: str, show: Callable[[str], None]) -> Sound:
    """A take of `text`. `show` replaces the line that the speaker looks at.

    StudioError if nothing was said or sound was lost on the way.
    """
    ending = Ending(longest_s(text))
    blocks: list[Samples] = []
    with sounddevice.InputStream(
        samplerate=RATE_HZ, channels=1, dtype="float32", blocksize=BLOCK
    ) as microphone:
        for number in COUNT:
            for _ in range(int(1 / BLOCK_S)):
                show(f"{number}        {meter(_next(microphone))}")
        over = False
        while not over:
            blocks.append(_next(microphone))
            show(f"speak    {meter(blocks[-1])}")
            over = ending.hear(_level_db(blocks[-1]))
    if ending.loudest_db <= VOICE_DB:
        raise StudioError("nothing was heard; switch the microphone on, or go nearer to it")
    return Sound(np.concatenate(blocks), RATE_HZ)


def meter(block: Samples) -> str:
    """The level as a bar and a number, and whether it is too loud."""
    level_db = max(_level_db(block), METER_FROM_DB)
    filled = round((1 - level_db / METER_FROM_DB) * METER_SIGNS)
    peak_db = 20 * np.log10(max(float(np.abs(block).max()), 1e-9))
    bar = "#" * filled + "." * (METER_SIGNS - filled)
    return f"{bar} {level_db:4.0f} dB {'too loud' if peak_db > TOO_LOUD_DB else '        '}"


def _next(microphone: Any) -> Samples:
    block, lost = microphone.read(BLOCK)
    if lost:
        raise StudioError("sound was lost on the way; close other programs and record again")
    return np.asarray(block[:, 0])


def _level_db(block: Samples) -> float:
    return float(10 * np.log10(max(float(np.mean(block**2)), 1e-12)))
