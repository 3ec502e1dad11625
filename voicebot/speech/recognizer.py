"""What the caller says, by Vosk, while it is being said, by up to three recognisers at once.

    open        whatever callers say
    commands    yes, no, 转人工 … and the wishes that staff wrote down: whole sentences only
    answers     what answers this question

Which of them heard right is decided in `speech.hypotheses`. What they are not sure of they hear
again (`speech.second_hearing`).
"""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import vosk

from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.sounds import likeness
from voicebot.speech.errors import ModelMissing
from voicebot.speech.grammar import (
    COMMANDS,
    UNKNOWN,
    answer_grammar,
    command_grammar,
    unknown_words,
)
from voicebot.speech.graph.pronunciation import LONGEST_WORD
from voicebot.speech.hypotheses import Heard, Hypothesis, choose, read_hypotheses
from voicebot.speech.new_words import model_of
from voicebot.speech.phrases import load_wishes
from voicebot.speech.second_hearing import SecondHearing
from voicebot.speech.swallowed_digit import with_one_more

RATE_HZ = 16_000
# A tenth of a second: more at once is heard by all recognisers at the same time.
TOGETHER_BYTES = 3200
ALTERNATIVES = 12
# Of the sample callers to tune by nobody was misheard with more; one of six is heard with less.
HEARD_AGAIN_BELOW = 0.9
# Of more characters open recognition hears as well, and the grammar costs time with every phrase.
LONGEST_IN_GRAMMAR = 6
# While it is being said an answer is believed if it sounds like what open recognition hears.
ALIKE = 0.5
# Digital silence is no sound that the model was trained on. Kaldi's own noise would differ each
# time, so it is switched off (`conf/mfcc.conf`), and the same noise is under every utterance.
LINE_NOISE_S = 10

# Without the warnings too: of words that were added, the one for each pause inside them.
vosk.SetLogLevel(-2)
_together = ThreadPoolExecutor(thread_name_prefix="recognizer")


class SpeechModel:
    """Serves all recognisers of a process, or those of the calls with one release."""

    def __init__(self, path: Path, wishes: Iterable[str] = ()) -> None:
        """Loads the Vosk model in the folder `path`; ModelMissing says what to do if it is none.

        `wishes` are whole sentences that callers are known to say.
        """
        if not (path / "am" / "final.mdl").exists():
            raise ModelMissing(
                f"no recognition model in {path}; correct speech.model in config.yaml, "
                "`voicebot models` lists what is there"
            )
        try:
            self.model = vosk.Model(str(path))
        except Exception as error:
            raise ModelMissing(f"the recognition model in {path} does not load: {error}") from error
        self._known: dict[str, bool] = {}
        wishes = tuple(wishes)
        self.sentences = COMMANDS | frozenset(wishes)
        short = (wish for wish in wishes if len(wish) <= LONGEST_IN_GRAMMAR)
        self.commands = command_grammar(short, self.split)

    @classmethod
    def load(cls, settings: Settings) -> SpeechModel:
        """The model of this installation with staff's new words; raises as `model_of`, and
        ConfigError for the wishes."""
        return cls(model_of(settings), load_wishes(settings.nlu_data / "nlu"))

    def knows(self, word: str) -> bool:
        """Whether the model can hear the word."""
        if word not in self._known:
            self._known[word] = bool(self.model.vosk_model_find_word(word) >= 0)
        return self._known[word]

    def split(self, phrase: str) -> list[str] | None:
        """The phrase as words of the model, the longest first; None if a part is unknown."""
        words, at = [], 0
        while at < len(phrase):
            for length in range(min(LONGEST_WORD, len(phrase) - at), 0, -1):
                if self.knows(phrase[at : at + length]):
                    words.append(phrase[at : at + length])
                    at += length
                    break
            else:
                return None
        return words

    def unheard(self) -> list[str]:
        """Words of the grammars that the model does not know (checked when training)."""
        return unknown_words(self.split)

    def recognizer(self) -> Recognizer:
        """The recogniser of one call."""
        return Recognizer(self)

    def word_times(self, sound: npt.NDArray[np.int16]) -> list[tuple[str, float, float]]:
        """The words of a sound of 16 kHz, and when each begins and ends, in seconds."""
        recognizer = vosk.KaldiRecognizer(self.model, RATE_HZ)
        recognizer.SetWords(True)
        recognizer.AcceptWaveform(sound.tobytes())
        words = json.loads(recognizer.FinalResult()).get("result") or []
        return [(word["word"], word["start"], word["end"]) for word in words]

    def answer_grammar(self, listen: Listen) -> str | None:
        """What that question can be answered with; None where callers speak freely."""
        return answer_grammar(listen, self.split)


class Recognizer:
    """Hears one utterance after another; feed it 16 kHz mono int16 as bytes."""

    def __init__(self, model: SpeechModel) -> None:
        self._model = model
        self._open = _recognizer(model.model)
        self._commands = _recognizer(model.model, model.commands)
        self._answers: vosk.KaldiRecognizer | None = None
        self._grammar: str | None = None
        self._all = [self._open, self._commands]
        self._again = [_second_hearing(model.model), _second_hearing(model.model, model.commands)]
        self._listen = Listen()
        self._sound: list[bytes] = []
        self._noise_at = 0
        self._first = Heard("", 0.0)
        self._last_sound = b""

    def expect(self, listen: Listen) -> None:
        """Another question: what was heard so far is forgotten."""
        self._listen = listen
        grammar = self._model.answer_grammar(listen)
        if grammar != self._grammar:
            self._grammar = grammar
            self._answers = _recognizer(self._model.model, grammar) if grammar else None
            self._all = [r for r in (self._open, self._commands, self._answers) if r]
            del self._again[2:]
            self._again += [_second_hearing(self._model.model, grammar)] if grammar else []
        self.reset()

    def accept(self, pcm: bytes) -> None:
        """Listens to some more; the end of the utterance is not decided here."""
        if not self._sound:
            self._drop()
        sound = self._above_noise(pcm)
        self._sound.append(sound)
        each = map if len(pcm) <= TOGETHER_BYTES else _together.map
        for _ in each(lambda recognizer: recognizer.AcceptWaveform(sound), self._all):
            pass

    def partial(self) -> str:
        """What has been heard so far, without spaces: a command, an answer, or anything."""
        opened = _partial(self._open)
        if opened in COMMANDS or not self._answers:
            return opened
        answer = _partial(self._answers)
        return answer if likeness(answer, opened) >= ALIKE else opened

    def finish(self) -> Heard:
        """What was said since the last `finish`, heard once; begins a new utterance."""
        # Each takes some 20 ms of pure computing, and the caller waits: all at once.
        hypotheses = list(_together.map(_finished, self._all))
        sound = b"".join(self._sound)
        # Nothing else is kept: what is spoken at a secret may be a PIN.
        self._last_sound = sound if self._listen.kind == "digits" else b""
        self.reset()
        self._first = self._choose(hypotheses)
        # A PIN that is spoken is not for hearing better.
        if (
            self._first.any
            and self._first.confidence < HEARD_AGAIN_BELOW
            and self._listen.kind != "secret"
        ):
            for again, first in zip(self._again, hypotheses, strict=True):
                again.begin(sound, first)
        return self._first

    def reconsidered(self, patience_s: float | None = None) -> Heard:
        """What the last `finish` heard; the mean of up to three hearings where it was not sure.

        Waits for those, `patience_s` at most; nothing may have been accepted in between.
        """
        until = None if patience_s is None else time.monotonic() + patience_s
        heard_again = [again.result(_left_s(until)) for again in self._again]
        hypotheses = [of_one for of_one in heard_again if of_one is not None]
        return self._whole(self._choose(hypotheses) if hypotheses else self._first)

    def reset(self) -> None:
        """Forgets what was heard."""
        self._drop()
        self._sound.clear()
        self._noise_at = 0
        # Vosk's own reset keeps the last third of a second, and hears it in the next utterance.
        for _ in _together.map(lambda recognizer: recognizer.FinalResult(), self._all):
            pass

    def _choose(self, hypotheses: Sequence[Sequence[Hypothesis]]) -> Heard:
        opened, commands, *answers = hypotheses
        answered = answers[0] if answers else ()
        return choose(opened, commands, answered, self._model.sentences, self._listen)

    def _whole(self, heard: Heard) -> Heard:
        """With the digit that was swallowed, if one was. Half a dozen sentences of a second or two
        are heard for that, whatever the patience: else the caller has to say the part again.
        """
        if self._listen.kind != "digits":
            return heard
        read_back, length = self._listen.numbers, self._listen.max_keys or 0
        sentences = with_one_more(heard.text, read_back, length)
        likelihoods = _together.map(self._likelihood, sentences)
        likeliest = max(zip(likelihoods, sentences, strict=True), default=(-math.inf, ""))
        found, text = likeliest
        if found == -math.inf:
            return heard
        return replace(heard, text=text, others=(heard.text, *heard.others))

    def _likelihood(self, sentence: str) -> float:
        """How likely the sentence makes what was heard last, as natural logarithm."""
        words = " ".join(self._model.split(sentence) or ())
        alone = _recognizer(self._model.model, json.dumps([words], ensure_ascii=False))
        scores = (h.score for h in _hear_whole(alone, self._last_sound) if h.text == sentence)
        return max(scores, default=-math.inf)

    def _drop(self) -> None:
        for again in self._again:
            again.drop()

    def _above_noise(self, pcm: bytes) -> bytes:
        sound = np.frombuffer(pcm, dtype=np.int16)
        places = np.arange(self._noise_at, self._noise_at + len(sound))
        self._noise_at += len(sound)
        noisy = sound + _line_noise().take(places, mode="wrap")
        return noisy.clip(-32768, 32767).astype(np.int16).tobytes()


@cache
def _line_noise() -> np.ndarray:
    noise = np.random.default_rng(0).standard_normal(LINE_NOISE_S * RATE_HZ)
    return np.round(noise).astype(np.int32)


def _recognizer(model: vosk.Model, *grammar: str) -> vosk.KaldiRecognizer:
    recognizer = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
    recognizer.SetMaxAlternatives(ALTERNATIVES)
    return recognizer


def _left_s(until: float | None) -> float | None:
    return None if until is None else max(until - time.monotonic(), 0.0)


def _second_hearing(model: vosk.Model, *grammar: str) -> SecondHearing:
    return SecondHearing(lambda: _recognizer(model, *grammar), _hear_whole)


def _hear_whole(recognizer: vosk.KaldiRecognizer, sound: bytes) -> list[Hypothesis]:
    recognizer.AcceptWaveform(sound)
    return _finished(recognizer)


def _finished(recognizer: vosk.KaldiRecognizer) -> list[Hypothesis]:
    return read_hypotheses(json.loads(recognizer.FinalResult()))


def _partial(recognizer: vosk.KaldiRecognizer) -> str:
    text: str = json.loads(recognizer.PartialResult()).get("partial", "")
    return "" if UNKNOWN in text else text.replace(" ", "")
