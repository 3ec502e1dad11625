"""When the caller has begun and when they have finished. Pure: speech probabilities and time in.

..[speech..][pause][..speech][ silence ]
  ^ begun after 100 ms        ^ finished when it has lasted `pause_s` of the question,
    of speech                   half of it if the answer is whole, more if it cannot be
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Progress = Literal["whole", "open", "unfinished"]

# silero's own threshold to begin, and its lower one to go on (its authors: threshold - 0.15).
SPEECH, STILL_SPEECH = 0.5, 0.35
BEGIN_S = 0.1
# Longer than anybody speaks at once; a television does.
LONGEST_S = 25.0
PAUSES: dict[Progress, float] = {"whole": 0.5, "open": 1.0, "unfinished": 1.6}
# Shorter than this is a stop consonant, not a pause.
SHORTEST_PAUSE_S = 0.22

Phase = Literal["silence", "begun", "speaking", "finished"]


@dataclass
class EndOfTurn:
    """`began_at` and `last_speech_at` are times of the caller's sound."""

    pause_s: float = 0.6
    began_at: float | None = None
    last_speech_at: float = 0.0
    _candidate_at: float | None = None

    def process(self, speech: float, now: float, progress: Progress = "open") -> Phase:
        """One frame that ends at `now`: "begun" and "finished" are told once."""
        if self.began_at is None:
            return self._wait(speech, now)
        if speech >= STILL_SPEECH:
            self.last_speech_at = now
        pause_s = max(self.pause_s * PAUSES[progress], SHORTEST_PAUSE_S)
        over = now - self.last_speech_at >= pause_s
        if over or now - self.began_at >= LONGEST_S:
            self.reset()
            return "finished"
        return "speaking"

    def reset(self) -> None:
        """Waits for speech again."""
        self.began_at = self._candidate_at = None

    def _wait(self, speech: float, now: float) -> Phase:
        if speech < SPEECH:
            self._candidate_at = None
            return "silence"
        if self._candidate_at is None:
            self._candidate_at = now
        if now - self._candidate_at < BEGIN_S:
            return "silence"
        self.began_at, self.last_speech_at = self._candidate_at, now
        return "begun"
