"""An utterance that was not heard for sure is heard twice more, from 10 and from 20 ms later.

    10 ms      a b c a b c a b c     the model looks at every third piece of the sound:
    hearings   a     a     a         which third is chance, and chance decides
                 b     b     b       where two texts fit nearly alike;
                   c     c     c     the mean of all three does not

It is done while the caller is silent, before the turn is over. What is not done by then is
waited for a little; then the hearings that are there decide.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from threading import Lock

import vosk

from voicebot.speech.hypotheses import Hypothesis

STEP_BYTES = 320  # 10 ms of 16 kHz
STEPS_LATER = (1, 2)
# A text that a hearing does not have is worse there than all that it has: as natural logarithm.
NOT_AMONG = 1.0

Hear = Callable[[vosk.KaldiRecognizer, bytes], "list[Hypothesis]"]

_workers = ThreadPoolExecutor(thread_name_prefix="second-hearing")


class SecondHearing:
    """What one recogniser makes of a sound that it was not sure of.

    It has a recogniser of its own, made when it is first needed: the caller may go on meanwhile.
    """

    def __init__(self, make: Callable[[], vosk.KaldiRecognizer], hear: Hear) -> None:
        self._make = make
        self._hear = hear
        self._spare: vosk.KaldiRecognizer | None = None
        self._lock = Lock()
        self._first: Sequence[Hypothesis] = ()
        self._going_on: list[Future[list[Hypothesis]]] = []
        self._wanted = object()

    def begin(self, sound: bytes, first: Sequence[Hypothesis]) -> None:
        """Hears `sound` again, in the background; `first` is what was made of it."""
        self._first = first
        self._wanted = wanted = object()
        later = (sound[steps * STEP_BYTES :] for steps in STEPS_LATER)
        self._going_on = [_workers.submit(self._listen, part, wanted) for part in later]

    def drop(self) -> None:
        """The caller goes on: what is being heard is only a part."""
        self._wanted, self._going_on = object(), []

    def result(self, patience_s: float | None) -> list[Hypothesis] | None:
        """The mean of the hearings that are done within `patience_s`, of all if it is None; None if
        nothing was heard again."""
        if not self._going_on:
            return None
        done, _ = wait(self._going_on, patience_s)
        return mean([self._first, *(hearing.result() for hearing in done)])

    def _listen(self, sound: bytes, wanted: object) -> list[Hypothesis]:
        with self._lock:
            self._spare = self._spare or self._make()
            return self._hear(self._spare, sound) if self._wanted is wanted else []


def mean(hearings: Sequence[Sequence[Hypothesis]]) -> list[Hypothesis]:
    """Every text with the mean of its scores, the likeliest first."""
    scores: list[dict[str, float]] = []
    for hearing in hearings:
        best: dict[str, float] = {}
        for hypothesis in hearing:
            best.setdefault(hypothesis.text, hypothesis.score)
        if best:
            scores.append(best)
    texts = dict.fromkeys(text for known in scores for text in known)
    means = [Hypothesis(text, _mean_score(text, scores)) for text in texts]
    return sorted(means, key=lambda hypothesis: -hypothesis.score)


def _mean_score(text: str, scores: Sequence[dict[str, float]]) -> float:
    each = (known.get(text, min(known.values()) - NOT_AMONG) for known in scores)
    return sum(each) / len(scores)
