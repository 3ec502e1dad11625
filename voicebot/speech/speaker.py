"""The mouth of one call: phrases in, 20 ms frames out, held and gone on with, without a click.

    softer for a moment  转给张三，宁城银行，尾号   somebody in the room: nothing is missed
    held for a moment    转给张三，宁| 城银行，尾号       a breath: nobody notices the gap
    held for longer      转给张三，宁|     宁城银行，尾号   a 嗯: the phrase begins again

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
# Five milliseconds of fading are not heard as a click, and the rest of the frame is silent already.
FADE = np.linspace(0.0, 1.0, FRAME // 4)
RISE = np.concatenate([FADE, np.ones(FRAME - len(FADE))])
FALL = np.concatenate([FADE[::-1], np.zeros(FRAME - len(FADE))])
# So long a gap inside a sentence is a hesitation; after a longer one the phrase is said again.
LONGEST_GAP_FRAMES = 12
# 12 dB: still to be followed, and soft enough to speak against.
DUCKED = 0.25


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
        self._held_frames: int | None = None  # None while it is not held
        self._held_at_most = 0
        self._gain = self._gain_before = 1.0
        self._rising = False

    @property
    def playing(self) -> bool:
        """Whether there is anything left to say."""
        return bool(self._phrases or self._mark is not None)

    @property
    def silent(self) -> bool:
        """Whether it is held."""
        return self._held_frames is not None

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
            self._fade_away()
            self._phrases.clear()
            self._at = 0
            self._mark = None
            self._held_frames, self._rising = None, False
            self._gain = self._gain_before = 1.0

    def duck(self) -> None:
        """Softer from the next frame on, until `go_on`; what is held stays silent."""
        with self._lock:
            self._gain = DUCKED

    def hold(self, at_most_s: float) -> None:
        """Silence within a frame, until `go_on`; after `at_most_s` it goes on by itself, softly."""
        with self._lock:
            self._held_at_most = round(at_most_s * RATE_HZ / FRAME)
            if self._held_frames is None:
                self._fade_away()
                self._held_frames = 0

    def go_on(self) -> None:
        """Goes on where it was held; after more than a moment, from the start of the phrase."""
        with self._lock:
            self._gain = 1.0
            self._rise()

    def next_frame(self) -> Samples:
        """The next 20 ms: 320 samples; silence when there is nothing to say."""
        finished: int | None = None
        with self._lock:
            frame = self._take()
            if not self._phrases and self._held_frames is None and self._mark is not None:
                finished, self._mark = self._mark, None
        if finished is not None:
            self._on_finished(finished)
        return frame

    def _take(self) -> Samples:
        if self._held_frames is not None:
            self._held_frames += 1
            if self._held_frames > self._held_at_most:
                self._gain = self._gain_before = DUCKED
                self._rise()
        if self._fading is not None:
            frame, self._fading = self._fading, None
            return frame
        if self._held_frames is not None:
            return SILENCE
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
        return self._at_its_level(_whole_frame(np.concatenate(parts)))

    def _at_its_level(self, frame: Samples) -> Samples:
        """As it is; or louder or softer from its first sample to its last than the one before."""
        before, self._gain_before = self._gain_before, self._gain
        if self._rising:
            self._rising = False
            return (frame * RISE * self._gain).astype(np.int16)
        if before == self._gain == 1.0:
            return frame
        return (frame * np.linspace(before, self._gain, FRAME)).astype(np.int16)

    def _fade_away(self) -> None:
        """The next frame is the end of what is heard now; the phrase stays where it was."""
        if self._phrases and self._held_frames is None:
            end = self._phrases[0][self._at : self._at + FRAME]
            self._fading = (_whole_frame(end) * FALL * self._gain_before).astype(np.int16)

    def _rise(self) -> None:
        """Is held no more."""
        if self._held_frames is None:
            return
        if self._held_frames > LONGEST_GAP_FRAMES:
            self._at = 0
        self._rising = self._at > 0
        self._fading = self._held_frames = None


def _whole_frame(sound: Samples) -> Samples:
    return np.concatenate([sound, SILENCE[len(sound) :]])
