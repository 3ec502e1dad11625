"""Whether a line is so noisy that callers should hear that keys work too. Pure: levels in."""

from __future__ import annotations

import math
from dataclasses import dataclass

# silero is sure: this was speech; this was none.
SPEECH, NO_SPEECH = 0.5, 0.1
# A second of each, 20 ms frames, before anything is said about a line.
LEAST_FRAMES = 50
# Below this the recogniser loses words (ours).
NOISY_DB = 10.0


@dataclass
class LineNoise:
    """Powers of the caller's voice and of the line between the words, since the call began."""

    _voice: float = 0.0
    _voice_frames: int = 0
    _noise: float = 0.0
    _noise_frames: int = 0

    def process(self, rms: float, speech: float) -> None:
        """One frame in which the bot is silent: its level, and how likely somebody speaks in it."""
        if speech >= SPEECH:
            self._voice += rms**2
            self._voice_frames += 1
        elif speech <= NO_SPEECH:
            self._noise += rms**2
            self._noise_frames += 1

    @property
    def is_noisy(self) -> bool:
        """Whether the voice stands out of the noise by less than `NOISY_DB`."""
        if min(self._voice_frames, self._noise_frames) < LEAST_FRAMES:
            return False
        voice, noise = self._voice / self._voice_frames, self._noise / self._noise_frames
        return 10 * math.log10(max(voice, 1.0) / max(noise, 1.0)) < NOISY_DB
