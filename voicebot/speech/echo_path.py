"""Whether the line returns the bot's voice at all: a speakerphone does, a handset does not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voicebot.speech.level import rms

FRAMES_A_SECOND = 50
# Quieter than this the bot says nothing. Speakerphones return −6 to −30 dB of it; what is weaker
# than −40 dB is line noise.
FAR_RMS = 300.0
WEAKEST_ECHO = 0.01
# Callers seldom talk over a prompt for longer.
SECONDS_OF_ECHO = 3

Samples = npt.NDArray[np.int16]


@dataclass
class EchoPath:
    r"""Whether the line returns the bot's voice, from the loudest frames of each second it speaks.

    far   ‾‾‾‾‾‾‾‾|‾‾‾‾‾‾‾‾|‾‾‾‾‾‾‾‾|
    near  ________|________|__/caller\_   one second without an echo: there is none
    near  __‾‾‾‾‾‾|‾‾‾‾‾‾‾‾|‾‾‾‾‾‾‾‾|     three in a row with something: there is one now
    """

    # Whether there is an echo to be cancelled; assumed at the start of a call.
    exists: bool = True
    _frames: int = 0
    _active: int = 0
    _near_peak: float = 0.0
    _far_peak: float = 0.0
    _seconds_with_sound: int = 0

    def process(self, near: Samples, far: Samples) -> None:
        """One frame of 20 ms of each."""
        far_rms = rms(far)
        self._near_peak = max(self._near_peak, rms(near))
        self._far_peak = max(self._far_peak, far_rms)
        self._active += far_rms > FAR_RMS
        self._frames += 1
        if self._frames == FRAMES_A_SECOND:
            if self._active > FRAMES_A_SECOND // 2:
                self._judge(self._near_peak / self._far_peak)
            self._frames, self._active = 0, 0
            self._near_peak = self._far_peak = 0.0

    def _judge(self, returned: float) -> None:
        if returned < WEAKEST_ECHO:
            self.exists, self._seconds_with_sound = False, 0
        else:
            self._seconds_with_sound += 1
            self.exists = self.exists or self._seconds_with_sound >= SECONDS_OF_ECHO
