"""How loud the echo can be: what is softer while it may sound is not taken for a caller.

The canceller needs seconds for a new room; until then its output is the echo. A caller is nearer to
the microphone than the loudspeaker's echo is loud, so the level tells them apart. Pure.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from voicebot.speech.echo_path import FAR_RMS, FRAMES_A_SECOND, SECONDS_OF_ECHO
from voicebot.speech.level import rms

# An echo comes within 0.6 s, and a room holds it for a while.
ECHO_FRAMES = 40
SYLLABLE_FRAMES = 5
SECONDS_REMEMBERED = 8
# Before the level is known, only line noise is too soft for a caller.
LOUD_ENOUGH = 100.0
# 3 dB: what the loudest frames of seconds differ by.
LOUDER_THAN_ECHO = 1.4

Samples = npt.NDArray[np.int16]


@dataclass
class EchoLevel:
    """Feed it every frame."""

    # Whether the bot's voice may be in what is heard now: it spoke in the last 0.8 s.
    sounds: bool = False
    # Whether what is heard now is no louder than that would be.
    is_soft: bool = False
    _far: deque[float] = field(default_factory=lambda: deque(maxlen=ECHO_FRAMES))
    _near: deque[float] = field(default_factory=lambda: deque(maxlen=SYLLABLE_FRAMES))
    # near / far of the loudest frame of each second in which the bot spoke.
    _returned: deque[float] = field(default_factory=lambda: deque(maxlen=SECONDS_REMEMBERED))
    _loudest: float = 0.0
    _frames: int = 0

    def process(self, near: Samples, far: Samples) -> None:
        """One frame of 20 ms of each."""
        self._far.append(rms(far))
        self._near.append(rms(near))
        sent = max(self._far)
        self.sounds = sent >= FAR_RMS
        if not self.sounds:
            self.is_soft = False
            return
        self._loudest = max(self._loudest, self._near[-1] / sent)
        self._frames += 1
        if self._frames == FRAMES_A_SECOND:
            self._returned.append(self._loudest)
            self._loudest, self._frames = 0.0, 0
        self.is_soft = max(self._near) < (self._loudest_echo(sent) if self.known else LOUD_ENOUGH)

    @property
    def is_loud(self) -> bool:
        """Whether what is heard now is more than line noise."""
        return max(self._near) >= LOUD_ENOUGH

    @property
    def known(self) -> bool:
        """Whether the bot has spoken long enough to judge by what came back."""
        return len(self._returned) > SECONDS_OF_ECHO

    def _loudest_echo(self, sent: float) -> float:
        """Of what was sent, as loud as it came back but for the loudest two seconds.

        Those may be a caller's.
        """
        return LOUDER_THAN_ECHO * sorted(self._returned)[-3] * sent
