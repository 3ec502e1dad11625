"""When the caller has begun and when they have finished. Pure: speech probabilities and time in.

..[speech..][pause][..speech][ silence ]
  ^ noticed at once  ^ begun     ^ finished when it has lasted as long as what was heard asks for:
    after 100 ms of speech         查余额 180 ms · 五百块, a little · 三千, longer · 幺三九零…, 20 s

A caller who pauses longer than others is waited for longer, for the rest of the call.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# complete: nobody goes on. likely: few go on. unfinished: few stop here. round: an amount that many
# stop at (三千), and many go on from (三千五百). nearly, partial: one or two, or more digits are
# missing of a number whose length is known.
Progress = Literal["complete", "likely", "open", "unfinished", "round", "nearly", "partial"]

# silero's own threshold to begin, and its lower one to go on (its authors: threshold - 0.15).
SPEECH, STILL_SPEECH = 0.5, 0.35
# Half a syllable: it may be the beginning of speech. Streets, coughs and doors stay below.
NOTICED = 0.2
BEGIN_S = 0.1
# Longer than anybody speaks at once, pauses not counted; a television does.
LONGEST_S = 25.0

# The voice has ended some 60 ms before silero says so: together less than a quarter of a second.
COMPLETE_S = 0.18
# Times the pause of the question.
FACTORS: dict[Progress, float] = {"likely": 0.6, "open": 1.0, "unfinished": 1.6, "round": 2.3}
# Inside a number nobody is hurried (A15). One or two digits that are missing may have been said and
# swallowed by the recogniser: a compromise between dead air for whoever has said them all and being
# asked for the rest too soon.
PARTIAL_S, NEARLY_S = 20.0, 4.0
# Shorter than this is a stop consonant, not a pause.
SHORTEST_PAUSE_S = 0.22

# Speech that comes so soon after we thought it was over is no reaction to us: we cut it off.
CUT_OFF_S = 0.6
# Behind what few stop at (三千 … 五百) it is the rest for longer: who answers us waits until the
# amount was read back.
CUT_OFF_UNFINISHED_S = 1.5
# A pause that was nearly too long is given this much more room, up to three times the usual.
ROOM, LONGEST_STRETCH = 1.25, 3.0

Phase = Literal["silence", "noticed", "begun", "speaking", "finished"]


@dataclass
class EndOfTurn:
    """`began_at` and `last_speech_at` are times of the caller's sound."""

    pause_s: float = 0.6
    began_at: float | None = None
    last_speech_at: float = 0.0
    # Whether what has begun goes on from what we thought was over.
    goes_on: bool = False
    # How much longer than usual this caller pauses; learned, never forgotten in a call.
    stretch: float = 1.0
    _candidate_at: float | None = None
    _finished_at: float = float("-inf")
    _cut_off_s: float = CUT_OFF_S
    _usual_s: float = 0.0
    _spoken_s: float = 0.0

    def process(self, speech: float, now: float, progress: Progress = "open") -> Phase:
        """One frame that ends at `now`: "begun" and "finished" are told once."""
        if self.began_at is None:
            return self._wait(speech, now)
        pause_s = now - self.last_speech_at
        if speech >= STILL_SPEECH:
            self._learn(pause_s)
            self._spoken_s += min(pause_s, SHORTEST_PAUSE_S)
            self.last_speech_at = now
        elif pause_s >= self._allowed_s(progress):
            self._finished_at = now
            may_go_on = progress in ("unfinished", "round")
            self._cut_off_s = CUT_OFF_UNFINISHED_S if may_go_on else CUT_OFF_S
            self.reset()
            return "finished"
        if self._spoken_s >= LONGEST_S:
            self.reset()
            return "finished"
        return "speaking"

    def reset(self) -> None:
        """Waits for speech again."""
        self.began_at = self._candidate_at = None

    def _allowed_s(self, progress: Progress) -> float:
        """The silence that ends what has come so far."""
        self._usual_s = self.pause_s * FACTORS.get(progress, 0.0)
        if progress == "complete":
            return COMPLETE_S
        if progress == "partial":
            return PARTIAL_S
        if progress == "nearly":
            return NEARLY_S
        return max(self._usual_s * self.stretch, SHORTEST_PAUSE_S)

    def _learn(self, pause_s: float) -> None:
        """A pause that was none; `_usual_s` is what others would have been given there."""
        if self._usual_s:
            needed = ROOM * pause_s / self._usual_s
            self.stretch = min(max(self.stretch, needed), LONGEST_STRETCH)

    def _wait(self, speech: float, now: float) -> Phase:
        if speech < SPEECH:
            self._candidate_at = None
            return "silence" if speech < NOTICED else "noticed"
        if self._candidate_at is None:
            self._candidate_at = now
        if now - self._candidate_at < BEGIN_S:
            return "noticed"
        self.goes_on = self._candidate_at - self._finished_at < self._cut_off_s
        if self.goes_on:
            self._learn(self._candidate_at - self.last_speech_at)
        self.began_at, self.last_speech_at, self._spoken_s = self._candidate_at, now, 0.0
        return "begun"
