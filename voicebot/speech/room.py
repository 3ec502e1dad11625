"""How loud the room is in which the caller speaks: a television, other people, machines.

    caller      ▁▁▁▁▁▁▁█▇▁▁▁▁▇█▇▁▁▁▁     stops: most of the time the line is quiet
    television  ▃▂▃▃▂▃▃▂▃▃▂▃▃▂▃▃▂▃▃▂     never stops: what is no louder is not the caller
    both        ▃▂▃▃▂▃▃█▇▃▂▃▃▇█▇▃▂▃▃

Pure: levels in.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

# A syllable, 20 ms frames: inside it nobody is softer than they are.
SYLLABLE_FRAMES = 5
# Nobody talks for so long without ever being quiet; before the least is heard the room is silent.
MOST_FRAMES, LEAST_FRAMES = 600, 150
LOOK_EVERY_FRAMES = 10
# What never stops is nearly as loud in its soft moments (the softest quarter) as in its loud ones.
STEADY_DB = 12.0
# From the loudest quarter to what only one syllable in twenty exceeds, in ranges between quarters.
LOUDEST = 0.6
# Who has begun to speak is heard when softer than that, in the soft syllables.
STILL_DB = 1.0
# So much louder stands out at once.
EXCEEDED_DB = 3.0
NOTHING_DB = -math.inf


@dataclass
class Room:
    """Feed it the level of every frame."""

    # The loudest that the room itself is, in dB; of a quiet room nothing.
    loudest_db: float = NOTHING_DB
    _levels: deque[float] = field(default_factory=lambda: deque(maxlen=MOST_FRAMES))
    _syllable: deque[float] = field(default_factory=lambda: deque(maxlen=SYLLABLE_FRAMES))
    _frames: int = 0

    def process(self, rms: float, is_echo: bool = False) -> None:
        """One frame of 20 ms; `is_echo` if it may be our own voice, which says nothing of it."""
        self._syllable.append(20 * math.log10(max(rms, 1.0)))
        self._levels.append(math.nan if is_echo else self.now_db)
        self._frames += 1
        if self._frames % LOOK_EVERY_FRAMES == 0:
            self._look()

    @property
    def loudest_rms(self) -> float:
        """The same, of 32 768."""
        return float(10 ** (self.loudest_db / 20))

    def holds(self, still: bool) -> bool:
        """Whether what is heard now may be the room itself; `still`: to who is speaking."""
        return self.now_db < self.loudest_db - (STILL_DB if still else 0.0)

    def is_exceeded_by(self, level_db: float) -> bool:
        """Whether somebody so loud stands out of the room."""
        return level_db >= self.loudest_db + EXCEEDED_DB

    @property
    def now_db(self) -> float:
        """What is heard now: the loudest frame of a syllable."""
        return max(self._syllable)

    def _look(self) -> None:
        levels = np.array(self._levels)
        levels = levels[~np.isnan(levels)]
        self.loudest_db = NOTHING_DB
        if len(levels) >= LEAST_FRAMES:
            soft, loud = np.percentile(levels, (25, 75))
            if loud - soft <= STEADY_DB:
                self.loudest_db = loud + LOUDEST * (loud - soft)
