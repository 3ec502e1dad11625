"""The mouth of one call: phrases in, 20 ms frames out, stopped and resumed without a click.

One thread plays (`next_frame`), others tell it what; nothing here waits for anything.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

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
        self._phrases: deque[Samples] = deque()
        self._at = 0  # samples of the first phrase that have been played
        self._fading: Samples | None = None
        self._said = self._stops = 0
        self._mark: int | None = None
        self._paused = self._fade_in = False

    @property
    def playing(self) -> bool:
        """Whether there is anything left to say."""
        return bool(self._phrases or self._mark is not None)

    @property
    def phrases_said(self) -> int:
        """How many phrases have been played to their end since the call began."""
        return self._said

    @property
    def stops(self) -> int:
        """How often it was stopped since the call began; what was meant before is not played."""
        return self._stops

    def play(self, phrase: Samples) -> None:
        """Says this after what is being said."""
        with self._lock:
            self._phrases.append(phrase)

    def finish(self, mark: int) -> None:
        """Nothing more belongs to this; `on_finished(mark)` follows unless it is stopped."""
        with self._lock:
            self._mark = mark

    def stop(self) -> None:
        """Silence within a frame; what was left is forgotten."""
        with self._lock:
            self._stops += 1
            if self._phrases and not self._paused:
                end = self._phrases[0][self._at : self._at + FRAME]
                self._fading = (_whole_frame(end) * FADE_OUT).astype(np.int16)
            self._phrases.clear()
            self._at = 0
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
                if not self._phrases and self._mark is not None:
                    finished, self._mark = self._mark, None
        if finished is not None:
            self._on_finished(finished)
        return frame

    def _take(self) -> Samples:
        if self._fading is not None:
            frame, self._fading = self._fading, None
            return frame
        parts: list[Samples] = []
        wanted = FRAME
        while wanted and self._phrases:
            part = self._phrases[0][self._at : self._at + wanted]
            parts.append(part)
            wanted -= len(part)
            self._at += len(part)
            if self._at == len(self._phrases[0]):
                self._phrases.popleft()
                self._at = 0
                self._said += 1
        if not parts:
            return SILENCE
        frame = _whole_frame(np.concatenate(parts))
        if self._fade_in:
            frame, self._fade_in = (frame * FADE_IN).astype(np.int16), False
        return frame


def _whole_frame(sound: Samples) -> Samples:
    return np.concatenate([sound, SILENCE[len(sound) :]])
