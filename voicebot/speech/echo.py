"""Takes the bot's own voice out of what comes back from a speakerphone (WebRTC's AEC3)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from livekit import rtc

RATE_HZ = 16_000
BLOCK = 160  # 10 ms, what WebRTC works on

Samples = npt.NDArray[np.int16]


class EchoCanceller:
    """Feed it every 20 ms frame of the call with what was sent at that moment."""

    def __init__(self) -> None:
        self._apm = rtc.AudioProcessingModule(
            echo_cancellation=True, noise_suppression=True, high_pass_filter=True
        )

    def clean(self, near: Samples, far: Samples) -> Samples:
        """The caller without the bot: as many samples as `near`."""
        blocks = []
        for start in range(0, len(near), BLOCK):
            self._apm.process_reverse_stream(_frame(far[start : start + BLOCK]))
            frame = _frame(near[start : start + BLOCK])
            self._apm.process_stream(frame)
            blocks.append(np.frombuffer(frame.data, dtype=np.int16))
        return np.concatenate(blocks)


def _frame(block: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(block.tobytes()), RATE_HZ, 1, len(block))
