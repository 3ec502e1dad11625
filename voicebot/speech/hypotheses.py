"""Which of several recognisers heard right: the one that makes the sound likeliest.

Each says what may have been said, and how likely that makes the sound: a natural logarithm of
what the acoustic model and its own sentences say. The models are the same and the sentences are
weighed alike, so the figures of all of them can be compared:

    said     open                 commands             answers (money)      heard
    三万五    怎么王五 109.4        上一步 98.6           三万五 114.1         三万五
    查余额    查一下余额 128.0      查余额 129.4          [unk] 114.8         查余额

What answers the question, and what is a known sentence, gets the benefit of the doubt.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from voicebot.conversation.turn import Listen
from voicebot.speech.answers import is_answer
from voicebot.speech.grammar import UNKNOWN

# A wish is one of some hundred in its grammar, a yes or an amount one of a few: natural logarithms
# that make up for it, chosen on the tuning half of the sample callers (`voicebot lab`).
KNOWN_SENTENCE = 2.0
KNOWN_SENTENCE_AT_YES_NO = 6.0
ANSWER = 4.0
# For staff who look at what was not understood.
OTHERS_TOLD = 4


@dataclass(frozen=True)
class Heard:
    """`text` has no spaces, "" if nothing was understood; `unknown` if it was speech yet.

    `confidence` is the share of this text in everything that may have been said, 0 to 1; `others`
    is what else that was, the likeliest first.
    """

    text: str
    confidence: float
    unknown: bool = False
    others: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether somebody spoke, understood or not."""
        return bool(self.text) or self.unknown


@dataclass(frozen=True)
class Hypothesis:
    """One thing that may have been said, and the logarithm of how likely it makes the sound."""

    text: str
    score: float


def read_hypotheses(document: dict[str, Any]) -> list[Hypothesis]:
    """The alternatives in Vosk's result, the likeliest first."""
    return [
        Hypothesis(alternative["text"].replace(" ", ""), alternative["confidence"])
        for alternative in document.get("alternatives", ())
    ]


def choose(
    opened: Sequence[Hypothesis],
    commands: Sequence[Hypothesis],
    answered: Sequence[Hypothesis],
    sentences: frozenset[str],
    listen: Listen,
) -> Heard:
    """What was said, from what the three recognisers made of it; `sentences` are the known ones."""
    known = KNOWN_SENTENCE_AT_YES_NO if listen.kind == "yes_no" else KNOWN_SENTENCE
    candidates = [
        *_certain(opened),
        *(_raised(h, known) for h in _certain(commands) if h.text in sentences),
        *(_raised(h, ANSWER) for h in _certain(answered) if is_answer(h.text, listen)),
    ]
    if not candidates:
        return Heard("", 0.0, unknown=any(h.text for h in opened))
    best = max(candidates, key=lambda hypothesis: hypothesis.score)
    return Heard(best.text, _share(best, candidates), others=_others(best, candidates))


def _certain(hypotheses: Iterable[Hypothesis]) -> Iterator[Hypothesis]:
    """Those that are likelier than words which the grammar does not have."""
    for hypothesis in hypotheses:
        if UNKNOWN in hypothesis.text:
            return
        if hypothesis.text:
            yield hypothesis


def _raised(hypothesis: Hypothesis, by: float) -> Hypothesis:
    return Hypothesis(hypothesis.text, hypothesis.score + by)


def _others(best: Hypothesis, candidates: Iterable[Hypothesis]) -> tuple[str, ...]:
    likeliest = sorted(candidates, key=lambda hypothesis: -hypothesis.score)
    texts = dict.fromkeys(hypothesis.text for hypothesis in likeliest)
    return tuple(text for text in texts if text != best.text)[:OTHERS_TOLD]


def _share(best: Hypothesis, candidates: Iterable[Hypothesis]) -> float:
    scores: dict[str, float] = {}
    for candidate in candidates:
        scores[candidate.text] = max(candidate.score, scores.get(candidate.text, -math.inf))
    return 1 / sum(math.exp(score - best.score) for score in scores.values())
