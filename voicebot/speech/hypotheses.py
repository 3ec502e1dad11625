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
from voicebot.dialogue.language.digit_parts import DigitParts
from voicebot.dialogue.language.yes_no import hear_yes_no
from voicebot.speech.answers import is_answer
from voicebot.speech.grammar import COMMANDS, UNKNOWN

# The benefit of the doubt, in natural logarithms: a wish is one of some hundred in its grammar, a
# yes or an amount one of a few. Chosen on the tuning half of the sample callers (`voicebot lab`).
WISH = 2.0
COMMAND = 2.0
COMMAND_AT_YES_NO = 6.0
ANSWER = 4.0
WHOLE_NUMBER = 3.0
# A part that is said again because it was wrong is not what was read back.
READ_BACK_ALREADY = -6.0
# 不是, 不是他 sound like 五十, 五十八 and answer no question for an amount; 不要了 and 取消 may.
NO_AMOUNT = -8.0
NO_ANSWERS_TO_MONEY = ("不是", "不确认")
# Money moves on a yes: one that is not fifty times likelier than a no is neither, and is asked for
# again; a no likewise. The model tells nothing that is unlikelier than its `lattice-beam`.
DOUBT = math.log(50)
# Nine of ten callers are heard with more; a television with a tenth (`bench television`).
SURE = 0.5
# For staff who look at what was not understood.
OTHERS_TOLD = 4


@dataclass(frozen=True)
class Heard:
    """`text` has no spaces, "" if nothing was understood; `unknown` if it was speech yet.

    `confidence` is the share of this text, or of this yes or no in all its forms, in everything
    that may have been said, 0 to 1; `others` is what else that was, the likeliest first.
    """

    text: str
    confidence: float
    unknown: bool = False
    others: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether somebody spoke, understood or not."""
        return bool(self.text) or self.unknown

    @property
    def is_sure(self) -> bool:
        """Whether this is likelier than all else that may have been said."""
        return bool(self.text) and self.confidence >= SURE


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
    said = (
        *_certain(opened),
        *(h for h in _certain(commands) if h.text in sentences),
        *(h for h in _certain(answered) if is_answer(h.text, listen)),
    )
    candidates = [_raised(h, _benefit(h.text, sentences, listen)) for h in said]
    if not candidates:
        return Heard("", 0.0, unknown=any(h.text for h in opened))
    best = max(candidates, key=lambda hypothesis: hypothesis.score)
    others = _others(best, candidates)
    share = _share(best, candidates)
    if _doubtful(best, candidates, share):
        return Heard("", 0.0, unknown=True, others=(best.text, *others))
    return Heard(best.text, share, others=others)


def _benefit(text: str, sentences: frozenset[str], listen: Listen) -> float:
    """How much likelier the question makes that text."""
    if listen.kind == "money" and _is_no_amount(text):
        return NO_AMOUNT
    if text in COMMANDS:
        return COMMAND_AT_YES_NO if listen.kind == "yes_no" else COMMAND
    if is_answer(text, listen):
        return ANSWER + (_benefit_of_number(text, listen) if listen.kind == "digits" else 0.0)
    return WISH if text in sentences else 0.0


def _is_no_amount(text: str) -> bool:
    return text.startswith(NO_ANSWERS_TO_MONEY) and hear_yes_no(text) is False


def _benefit_of_number(text: str, listen: Listen) -> float:
    known = listen.numbers[-1] if listen.numbers else ""
    number = DigitParts(known, listen.max_keys or 0).heard(text)
    if number and number.digits in listen.numbers:
        return READ_BACK_ALREADY
    is_whole = number and (number.is_whole or len(number.digits) in listen.lengths)
    return WHOLE_NUMBER if is_whole else 0.0


def _doubtful(best: Hypothesis, candidates: Iterable[Hypothesis], share: float) -> bool:
    """Whether it is a yes or no, and may have been the opposite, or anything else as well."""
    answer = hear_yes_no(best.text)
    if answer is None:
        return False
    near = (other for other in candidates if best.score - other.score < DOUBT)
    return share < SURE or any(hear_yes_no(other.text) is (not answer) for other in near)


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
    """The share of what means the same: 是 and 是的 are one answer."""
    scores: dict[str, float] = {}
    for candidate in candidates:
        scores[candidate.text] = max(candidate.score, scores.get(candidate.text, -math.inf))
    likely = {text: math.exp(score - best.score) for text, score in scores.items()}
    answer = hear_yes_no(best.text)
    same = (
        weight
        for text, weight in likely.items()
        if text == best.text or (answer is not None and hear_yes_no(text) is answer)
    )
    return sum(same) / sum(likely.values())
