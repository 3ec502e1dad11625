"""When the caller has begun and when they have finished. Pure: speech probabilities and time in.

..[speech..][pause][..speech][ silence ]
  ^ begun after 100 ms        ^ finished when it has lasted `pause_ms` of the question,
    of speech                   less if the answer is complete, more if it cannot be
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from voicebot.conversation.turn import ListenKind

# silero's own threshold to begin, and its lower one to go on (its authors: threshold - 0.15).
SPEECH, STILL_SPEECH = 0.5, 0.35
BEGIN_S = 0.1
# Longer than anybody speaks at once; a television does.
LONGEST_S = 25.0
# A plain yes or no, or a command, needs no second thought.
COMPLETE = re.compile(
    "(?:是|是的|对|对的|好|好的|可以|确认|没错|不|不是|不对|不要|取消|没有了|转人工|再说一遍)"
)
COMPLETE_PAUSE = 0.75
# A number that ends so goes on: 三千…五百, 十二点…五, 一百…块.
UNFINISHED = re.compile(r".*(?:[十百千万零点第]|给|转|是|把)")
UNFINISHED_PAUSE = 1.6

Phase = Literal["silence", "begun", "speaking", "finished"]


@dataclass
class EndOfTurn:
    """`began_at` and `last_speech_at` are times of the caller's sound."""

    pause_s: float = 0.6
    kind: ListenKind = "open"
    began_at: float | None = None
    last_speech_at: float = 0.0
    _candidate_at: float | None = None

    def process(self, speech: float, now: float, partial: str) -> Phase:
        """One frame that ends at `now`: "begun" and "finished" are told once."""
        if self.began_at is None:
            return self._wait(speech, now)
        if speech >= STILL_SPEECH:
            self.last_speech_at = now
        over = now - self.last_speech_at >= self._pause(partial)
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

    def _pause(self, partial: str) -> float:
        if UNFINISHED.fullmatch(partial):
            return self.pause_s * UNFINISHED_PAUSE
        if self.kind in ("yes_no", "choice", "open") and COMPLETE.fullmatch(partial):
            return self.pause_s * COMPLETE_PAUSE
        return self.pause_s
