"""The mouth of one call: pieces of sound in, 20 ms frames out, softer, silent and again, no clicks.

    ducked    转给张三，宁城银行 ▁▁▁▁ 尾号三三      something was noticed, and was nothing
    paused    转给张三，宁城|       宁城银行，尾号   speech, but it meant nothing: once more

One thread plays (`next_frame`), others tell it what; nothing here waits for anything.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from voicebot.speech.tempo import change_tempo

RATE_HZ = 16_000
FRAME = 320

Samples = npt.NDArray[np.int16]

SILENCE: Samples = np.zeros(FRAME, dtype=np.int16)
# One frame of fading is not heard as a click and not as a delay.
FADE = np.linspace(0.0, 1.0, FRAME)
# -14 dB: the prompt can be followed, and hides neither caller nor echo.
DUCKED = 0.2


class Speaker:
    """`on_finished` is told the mark of `finish` when everything before it has been played."""

    def __init__(self, on_finished: Callable[[int], None]) -> None:
        self._on_finished = on_finished
        self._lock = threading.Lock()
        self._pieces: deque[Samples] = deque()
        self._rest: Samples = SILENCE[:0]
        self._mark: int | None = None
        self._rate = 1.0
        # What has been played of the phrase that is being said, for saying it again.
        self._phrase: list[Samples] = []
        self._gain = self._wanted_gain = 1.0
        self._paused = False

    @property
    def rate(self) -> float:
        """Speed of speaking, 0.5 to 2.0."""
        return self._rate

    @rate.setter
    def rate(self, rate: float) -> None:
        self._rate = rate

    @property
    def playing(self) -> bool:
        """Whether there is anything left to say."""
        return bool(len(self._rest) or self._pieces or self._mark is not None)

    def play(self, pieces: Sequence[Samples]) -> None:
        """Says these after what is being said."""
        ready = [change_tempo(piece, self._rate) for piece in pieces]
        with self._lock:
            self._pieces.extend(ready)

    def finish(self, mark: int) -> None:
        """Nothing more belongs to this; `on_finished(mark)` follows unless it is stopped."""
        with self._lock:
            self._mark = mark

    def stop(self) -> None:
        """Silence within a frame; what was left is forgotten."""
        with self._lock:
            self._pieces.clear()
            self._rest = self._rest[:FRAME] if self._gain else SILENCE[:0]
            fading = self._gain * FADE[::-1][: len(self._rest)]
            self._rest = (self._rest * fading).astype(np.int16)
            self._mark, self._phrase = None, []
            self._gain = self._wanted_gain = 1.0
            self._paused = False

    def duck(self) -> None:
        """Softer within a frame, until `resume`."""
        with self._lock:
            self._wanted_gain = DUCKED

    def pause(self) -> None:
        """Silence within a frame, until `resume`."""
        with self._lock:
            self._wanted_gain, self._paused = 0.0, True

    def resume(self) -> None:
        """As loud as before; what was paused begins again with its phrase."""
        with self._lock:
            if self._paused:
                self._pieces.extendleft(reversed(self._phrase))
                self._phrase, self._rest = [], SILENCE[:0]
            self._wanted_gain, self._paused = 1.0, False

    def next_frame(self) -> Samples:
        """The next 20 ms: 320 samples; silence when there is nothing to say."""
        finished: int | None = None
        with self._lock:
            frame = self._with_gain(self._take()) if self._gain or not self._paused else SILENCE
            over = not (self._paused or len(self._rest) or self._pieces)
            if over and self._mark is not None:
                finished, self._mark = self._mark, None
        if finished is not None:
            self._on_finished(finished)
        return frame

    def _take(self) -> Samples:
        while len(self._rest) < FRAME and self._pieces:
            piece = self._pieces.popleft()
            self._phrase = [*self._phrase, piece] if piece.any() else []
            self._rest = np.concatenate([self._rest, piece])
        if not len(self._rest):
            return SILENCE
        frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
        return np.concatenate([frame, SILENCE[len(frame) :]])

    def _with_gain(self, frame: Samples) -> Samples:
        """From the gain of the last frame to the one that is wanted now."""
        before, self._gain = self._gain, self._wanted_gain
        if before == self._gain == 1.0:
            return frame
        return (frame * (before + (self._gain - before) * FADE)).astype(np.int16)
