"""The samples in the conditions: what was heard, and whether that is what was meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from voicebot.conversation.turn import Listen
from voicebot.laboratory.call import Answer, Call, Ear
from voicebot.laboratory.conditions import Condition, Surroundings
from voicebot.laboratory.numbers import NumberCall, Readings, give_number
from voicebot.laboratory.questions import Question
from voicebot.laboratory.samples import Sample, Sound
from voicebot.speech.tempo import change_tempo

SEED = 4
BABBLING = 12
# Who was not understood at a yes-or-no question is told to say one of these (utter_say_yes_or_no).
TOLD = {True: "是的", False: "不对"}
# A caller who is not understood speaks more slowly: each attempt in another surrounding and pace.
PACE = (1.0, 0.95, 0.9, 0.9, 0.85)


@dataclass(frozen=True)
class Trial:
    """One sample in one condition; `opposite` is a yes for a no, or a no for a yes.

    `asked_again` is what was heard of a caller who was not understood and was asked once more.
    """

    sample: Sample
    condition: str
    answer: Answer
    right: bool
    opposite: bool
    asked_again: Trial | None = None

    @property
    def last(self) -> Trial:
        """What the dialogue goes on with."""
        return self.asked_again or self


class Laboratory:
    """Fixed seeds: the same samples, conditions and model print the same figures."""

    def __init__(
        self, ear: Ear, asked: dict[str, Question], samples: Sequence[Sample], prompt: Sound
    ) -> None:
        self._ear = ear
        self._asked = asked
        self._prompt = prompt
        self._calls: dict[tuple[str, str], Call] = {}
        self._voices = [sample.sound() for sample in samples[:BABBLING]]
        self._told = {(s.voice, s.text): s for s in samples if s.question in ("yes_no", "told")}

    def run(self, samples: Iterable[Sample], conditions: Iterable[Condition]) -> Iterator[Trial]:
        """Every sample in every condition."""
        chosen = list(samples)
        for condition in conditions:
            for sample in chosen:
                yield self.try_sample(sample, condition)

    def try_sample(self, sample: Sample, condition: Condition) -> Trial:
        """One sample in one condition, and once more if nothing was understood."""
        trial = self._attempt(sample, condition, 0)
        if trial.answer.text:
            return trial
        return replace(trial, asked_again=self._attempt(self._said_again(sample), condition, 1))

    def _said_again(self, sample: Sample) -> Sample:
        """What a caller says who was not understood: the same, or the yes or no they are told."""
        if sample.question != "yes_no":
            return sample
        told = TOLD.get(self._asked["yes_no"].value(_words(sample)))
        return self._told.get((sample.voice, told or ""), sample)

    def _attempt(self, sample: Sample, condition: Condition, attempt: int) -> Trial:
        question = self._asked[sample.question]
        heard = self._hear(sample, condition, attempt, question.expects(sample))
        meant, got = question.value(_words(sample)), question.value(heard.text)
        opposite = isinstance(meant, bool) and isinstance(got, bool) and meant is not got
        return Trial(sample, condition.name, heard, got == meant, opposite)

    def give_numbers(
        self, wholes: Iterable[Sample], parts: Iterable[Sample], conditions: Iterable[Condition]
    ) -> Iterator[tuple[str, NumberCall]]:
        """Every phone number in every condition, with its parts by the same voice to mend it."""
        of_call: dict[tuple[str, int], dict[int, Sample]] = defaultdict(dict)
        for part in parts:
            of_one = of_call[part.voice, part.number]
            of_one[len(of_one)] = part
        numbers = [whole for whole in wholes if (whole.voice, whole.number) in of_call]
        for condition in conditions:
            for whole in numbers:

                def hear(
                    sample: Sample, readings: Readings, condition: Condition = condition
                ) -> str:
                    listen = replace(self._asked[sample.question].listen, numbers=readings)
                    return self._hear(sample, condition, len(readings), listen).text

                of_one = of_call[whole.voice, whole.number]
                yield condition.name, give_number(whole, of_one, hear)

    def _hear(self, sample: Sample, condition: Condition, attempt: int, listen: Listen) -> Answer:
        seed = [SEED, sample.number, attempt, *condition.name.encode()]
        around = Surroundings(np.random.default_rng(seed), self._voices)
        pcm = (sample.sound() * 32767).astype(np.int16)
        sound = change_tempo(pcm, PACE[attempt]).astype(np.float32) / 32767
        call = self._call(self._asked[sample.question], condition)
        return call.answer(sound, around, listen)

    def _call(self, question: Question, condition: Condition) -> Call:
        key = question.name, condition.name
        if key not in self._calls:
            self._calls[key] = Call(self._ear, question, condition, self._prompt)
        return self._calls[key]


def choose(samples: Iterable[Sample], per_question: int) -> list[Sample]:
    """The first so many of each question, spread over its list; 0 for all."""
    by_question: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples:
        by_question[sample.question].append(sample)
    chosen = []
    for of_question in by_question.values():
        step = max(len(of_question) // per_question, 1) if per_question else 1
        chosen += of_question[::step][: per_question or None]
    return chosen


def _words(sample: Sample) -> str:
    return sample.text.replace("，", "")
