"""Takes the bot's own voice out of what comes back from a speakerphone (WebRTC's AEC3).

On a line without echo (a handset, a headset) the canceller would have nothing to learn from and
would take the caller's interruptions for echo, so there the sound is passed on as it came.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from livekit import rtc

RATE_HZ = 16_000
BLOCK = 160  # 10 ms, what WebRTC works on

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
    """Whether the line returns the bot's voice, from the loudest frames of each second it speaks.

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
        far_rms = _rms(far)
        self._near_peak = max(self._near_peak, _rms(near))
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


class EchoCanceller:
    """Feed it every 20 ms frame of the call with what was sent at that moment."""

    def __init__(self) -> None:
        self._path = EchoPath()
        self._apm = rtc.AudioProcessingModule(
            echo_cancellation=True, noise_suppression=True, high_pass_filter=True
        )

    def clean(self, near: Samples, far: Samples) -> Samples:
        """The caller without the bot: as many samples as `near`."""
        self._path.process(near, far)
        blocks = []
        for start in range(0, len(near), BLOCK):
            self._apm.process_reverse_stream(_frame(far[start : start + BLOCK]))
            frame = _frame(near[start : start + BLOCK])
            self._apm.process_stream(frame)
            blocks.append(np.frombuffer(frame.data, dtype=np.int16))
        return np.concatenate(blocks) if self._path.exists else near


def _frame(block: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(block.tobytes()), RATE_HZ, 1, len(block))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
