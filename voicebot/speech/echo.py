"""Takes the bot's own voice out of what comes back from a speakerphone (WebRTC's AEC3).

On a line without echo (a handset, a headset) the canceller would have nothing to learn from and
would take the caller's interruptions for echo, so there the sound is passed on as it came.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from livekit import rtc

from voicebot.speech.echo_likeness import EchoLikeness

RATE_HZ = 16_000
BLOCK = 160  # 10 ms, what WebRTC works on

FRAMES_A_SECOND = 50
# Quieter than this the bot says nothing. Speakerphones return −6 to −30 dB of it; what is weaker
# than −40 dB is line noise.
FAR_RMS = 300.0
WEAKEST_ECHO = 0.01
# Callers seldom talk over a prompt for longer.
SECONDS_OF_ECHO = 3

# An echo comes within 0.6 s, and a room holds it for a while.
ECHO_FRAMES = 40
SYLLABLE_FRAMES = 5
SECONDS_REMEMBERED = 8
# Before that is known, a sound of some level is no echo if it is not like what was sent.
LOUD_ENOUGH, ALIKE, LOOK_EVERY_FRAMES = 100.0, 0.15, 3
# 3 dB: what the loudest frames of seconds differ by.
LOUDER_THAN_ECHO = 1.4

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


@dataclass
class EchoLevel:
    """How loud the echo can be: what is softer while it may sound is not taken for a caller.

    The canceller needs seconds for a new room and never finds a delay of more than half a second;
    until then its output is the echo. A caller is nearer to the microphone than the loudspeaker's
    echo is loud, so the level tells them apart.
    """

    # Whether the bot's voice may be in what is heard now: it spoke in the last 0.8 s.
    sounds: bool = False
    # Whether what is heard now is no louder than that would be.
    may_be_echo: bool = False
    _far: deque[float] = field(default_factory=lambda: deque(maxlen=ECHO_FRAMES))
    _near: deque[float] = field(default_factory=lambda: deque(maxlen=SYLLABLE_FRAMES))
    # near / far of the loudest frame of each second in which the bot spoke.
    _returned: deque[float] = field(default_factory=lambda: deque(maxlen=SECONDS_REMEMBERED))
    _loudest: float = 0.0
    _frames: int = 0
    _likeness: EchoLikeness = field(default_factory=EchoLikeness)
    _alike: float = 1.0

    def process(self, near: Samples, far: Samples) -> None:
        """One frame of 20 ms of each."""
        self._far.append(rms(far))
        self._near.append(rms(near))
        sent = max(self._far)
        if not self.known:
            self._likeness.add(near, far)
        self.sounds = sent >= FAR_RMS
        if not self.sounds:
            self.may_be_echo = False
            return
        self._loudest = max(self._loudest, self._near[-1] / sent)
        self._frames += 1
        self.may_be_echo = self._is_soft(sent) if self.known else self._is_alike()
        if self._frames == FRAMES_A_SECOND:
            self._returned.append(self._loudest)
            self._loudest, self._frames = 0.0, 0

    @property
    def known(self) -> bool:
        """Whether the bot has spoken long enough to judge by what came back."""
        return len(self._returned) > SECONDS_OF_ECHO

    def _is_soft(self, sent: float) -> bool:
        """Whether it is no louder than the echo was, but for the loudest two seconds.

        Those may be a caller's.
        """
        return max(self._near) < LOUDER_THAN_ECHO * sorted(self._returned)[-3] * sent

    def _is_alike(self) -> bool:
        """Whether what is heard was sent before; looked at now and then."""
        if max(self._near) < LOUD_ENOUGH:
            return True
        if self._frames % LOOK_EVERY_FRAMES == 0:
            self._alike = self._likeness.look()
        return self._alike >= ALIKE


class EchoCanceller:
    """Feed it every 20 ms frame of the call with what was sent at that moment."""

    def __init__(self) -> None:
        self._path = EchoPath()
        self._level = EchoLevel()
        self._apm = rtc.AudioProcessingModule(
            echo_cancellation=True, noise_suppression=True, high_pass_filter=True
        )

    @property
    def bot_sounds(self) -> bool:
        """Whether the bot's voice may be in what was heard last."""
        return self._level.sounds

    @property
    def may_be_echo(self) -> bool:
        """Whether what was heard last is no louder than the echo of our own voice."""
        return self._path.exists and self._level.may_be_echo

    def clean(self, near: Samples, far: Samples) -> Samples:
        """The caller without the bot: as many samples as `near`."""
        self._path.process(near, far)
        self._level.process(near, far)
        blocks = []
        for start in range(0, len(near), BLOCK):
            self._apm.process_reverse_stream(_frame(far[start : start + BLOCK]))
            frame = _frame(near[start : start + BLOCK])
            self._apm.process_stream(frame)
            blocks.append(np.frombuffer(frame.data, dtype=np.int16))
        # At first the canceller takes everybody for an echo.
        works = self._path.exists and self._level.known
        return np.concatenate(blocks) if works else near


def _frame(block: Samples) -> rtc.AudioFrame:
    return rtc.AudioFrame(bytearray(block.tobytes()), RATE_HZ, 1, len(block))


def rms(samples: Samples) -> float:
    """The level of a sound, of 32 768."""
    return float(np.sqrt(np.mean(samples.astype(np.float64) ** 2)))
