"""The mouth of one call: pieces of sound in, 20 ms frames out, stopped and resumed without a click.

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
FADE_OUT = np.linspace(1.0, 0.0, FRAME)
FADE_IN = np.linspace(0.0, 1.0, FRAME)


class Speaker:
    """`on_finished` is told the mark of `finish` when everything before it has been played."""

    def __init__(self, on_finished: Callable[[int], None]) -> None:
        self._on_finished = on_finished
        self._lock = threading.Lock()
        self._pieces: deque[Samples] = deque()
        self._rest: Samples = SILENCE[:0]
        self._mark: int | None = None
        self._rate = 1.0
        self._paused = self._fade_in = False
        self._last: Samples = SILENCE

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
            if len(self._rest) >= FRAME and not self._paused:
                self._rest = (self._rest[:FRAME] * FADE_OUT).astype(np.int16)
            else:
                self._rest = SILENCE[:0]
            self._mark = None
            self._paused = False

    def pause(self) -> None:
        """Silence within a frame; `resume` goes on."""
        with self._lock:
            self._paused = True

    def resume(self) -> None:
        """Goes on where it paused."""
        with self._lock:
            self._paused = False
            self._fade_in = True

    def next_frame(self) -> Samples:
        """The next 20 ms: 320 samples; silence when there is nothing to say."""
        finished: int | None = None
        with self._lock:
            if self._paused:
                frame = SILENCE
            else:
                frame = self._take()
                if not len(self._rest) and not self._pieces and self._mark is not None:
                    finished, self._mark = self._mark, None
        if finished is not None:
            self._on_finished(finished)
        return frame

    def _take(self) -> Samples:
        while len(self._rest) < FRAME and self._pieces:
            self._rest = np.concatenate([self._rest, self._pieces.popleft()])
        if not len(self._rest):
            return SILENCE
        frame, self._rest = self._rest[:FRAME], self._rest[FRAME:]
        if len(frame) < FRAME:
            frame = np.concatenate([frame, SILENCE[len(frame) :]])
        if self._fade_in:
            frame, self._fade_in = (frame * FADE_IN).astype(np.int16), False
        return frame
