"""Takes the bot's own voice out of what comes back from a speakerphone (WebRTC's AEC3).

On a line without echo (a handset, a headset) the canceller would have nothing to learn from and
would take the caller's interruptions for echo, so there the sound is passed on as it came.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from livekit import rtc

from voicebot.speech.echo_delay import EchoDelay
from voicebot.speech.echo_level import EchoLevel
from voicebot.speech.echo_likeness import EchoLikeness, Likeness
from voicebot.speech.echo_path import EchoPath

RATE_HZ = 16_000
BLOCK = 160  # 10 ms, what WebRTC works on
LOOK_EVERY_FRAMES = 4
# Until something was looked at, whatever is heard is what was sent.
ALL_OF_IT = Likeness(1.0, 0)
# An echo is so much like what was sent in 99 looks of 100, a caller in one. Before anything is
# known of the line a softer echo may be in what is much less like it.
ALIKE, ALIKE_AT_FIRST = 0.25, 0.15
# In the third of a second that is looked at, an echo whose delay jumps is two, and like neither. It
# is no louder than it was.
LOOKS_OF_A_JUMP = 4

Samples = npt.NDArray[np.int16]


class EchoCanceller:
    """Feed it every 20 ms frame of the call with what was sent at that moment."""

    def __init__(self) -> None:
        self._path = EchoPath()
        self._level = EchoLevel()
        self._likeness = EchoLikeness()
        self._delay = EchoDelay()
        self._look = ALL_OF_IT
        self._unlike_looks = 0
        self._frames = 0
        self._apm = rtc.AudioProcessingModule(
            echo_cancellation=True, noise_suppression=True, high_pass_filter=True
        )

    @property
    def bot_sounds(self) -> bool:
        """Whether the bot's voice may be in what was heard last."""
        return self._level.sounds

    @property
    def is_soft(self) -> bool:
        """Whether what was heard last is no louder than the bot's voice in it may be."""
        return self._level.is_soft

    @property
    def hears_bot(self) -> bool:
        """Whether it is, as far as can be told: what was heard last is like what was sent."""
        return self._level.sounds and self._unlike_looks < LOOKS_OF_A_JUMP

    @property
    def may_be_echo(self) -> bool:
        """Whether what was heard last may be nothing but the bot's voice."""
        if not self._path.exists or not self._level.sounds:
            return False
        if not self._level.known:
            return self._level.is_soft or self._look.share >= ALIKE_AT_FIRST
        is_cancelled = not self._delay.is_elsewhere(self._look)
        return self._level.is_soft or (self.hears_bot and not is_cancelled)

    def clean(self, near: Samples, far: Samples) -> Samples:
        """The caller without the bot: as many samples as `near`."""
        self._likeness.add(near, far)
        self._level.process(near, far)
        self._look_now_and_then()
        far = self._likeness.sent(len(far), ago=self._delay.given)
        # A late echo of the first half second of a prompt is not missing yet.
        self._path.process(near, far)
        blocks = []
        for start in range(0, len(near), BLOCK):
            self._apm.process_reverse_stream(_frame(far[start : start + BLOCK]))
            frame = _frame(near[start : start + BLOCK])
            self._apm.process_stream(frame)
            blocks.append(np.frombuffer(frame.data, dtype=np.int16))
        return np.concatenate(blocks) if self._is_needed else near

    @property
    def _is_needed(self) -> bool:
        """Whether to take something out: it takes some of the caller, too, and at first all."""
        is_alike = self._level.sounds and self._look.share >= ALIKE
        return self._path.exists and self._level.known and is_alike

    def _look_now_and_then(self) -> None:
        """While the bot may be heard, at what is louder than line noise."""
        if not self._level.sounds or not self._level.is_loud:
            self._unlike_looks = 0
            return
        self._frames += 1
        if self._frames % LOOK_EVERY_FRAMES:
            return
        self._look = self._likeness.look()
        self._delay.process(self._look)
        if self._look.share >= ALIKE:
            self._unlike_looks = 0
        else:
            self._unlike_looks += 1 if self._level.is_soft else LOOKS_OF_A_JUMP


def _frame(block: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(block.tobytes()), RATE_HZ, 1, len(block))
