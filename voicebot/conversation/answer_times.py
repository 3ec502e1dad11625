"""Where the time of an answer goes, from the end of what the caller said to our first sound.

caller  ‾‾‾‾‾|
             |end of turn|recognition|dialogue|voice|
bot                                                 |‾‾‾‾‾‾‾
Pure: times come in. After a key there is no end of turn and no recognition.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class AnswerTimes:
    """One answer; `by` is "voice" or "key", `ended_at` when the caller was done."""

    by: str
    ended_at: float
    end_of_turn_ms: int
    recognition_ms: int
    dialogue_ms: int
    voice_ms: int


class AnswerTimer:
    """Follows one turn at a time: `heard` or `pressed`, `answered`, `sounded`."""

    def __init__(self) -> None:
        self._by = ""
        self._times: list[float] = []

    def heard(self, ended_at: float, decided_at: float, at: float) -> None:
        """The caller's words are known; they ended and were seen to have ended before."""
        self._by, self._times = "voice", [ended_at, decided_at, at]

    def pressed(self, at: float) -> None:
        """The caller pressed a key."""
        self._by, self._times = "key", [at, at, at]

    def answered(self, at: float) -> None:
        """What to say is known. What is said without a caller's turn is not timed."""
        if len(self._times) == 3:
            self._times.append(at)

    def sounded(self, at: float) -> AnswerTimes | None:
        """The bot is heard; the times if this is the first sound of an answer."""
        if len(self._times) != 4:
            return None
        times, self._times = [*self._times, at], []
        parts = (round(1000 * (end - start)) for start, end in pairwise(times))
        return AnswerTimes(self._by, times[0], *parts)
