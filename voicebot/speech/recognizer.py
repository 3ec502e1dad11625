"""What the caller says, by Vosk, while it is being said, by up to three recognisers at once.

    said        是的        金凤支行    查余额
    open        是的        金凤志兴    查余额      whatever callers say
    commands    是等        [unk]       查看        yes, no, 转人工 …: whole sentences only
    answers     是八        金凤支行    八十        what answers this question

A grammar hears one of its sentences in anything; open recognition writes rare names and bare
amounts in other characters. So a grammar counts where it sounds like what the open one heard.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import vosk

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

RATE_HZ = 16_000
LONGEST_WORD = 6
# A tenth of a second: more at once is heard by all recognisers at the same time.
TOGETHER_BYTES = 3200
# Less alike than this, the two have heard different things (measured: `voicebot bench hearing`).
ALIKE = 0.5

vosk.SetLogLevel(-1)
_together = ThreadPoolExecutor(thread_name_prefix="recognizer")


@dataclass(frozen=True)
class Heard:
    """`text` has no spaces, "" if nothing was understood; `unknown` if it was speech yet."""

    text: str
    confidence: float
    unknown: bool = False

    @property
    def any(self) -> bool:
        """Whether somebody spoke, understood or not."""
        return bool(self.text) or self.unknown


class SpeechModel:
    """One per process; serves all its recognisers."""

    def __init__(self, path: Path) -> None:
        """Loads the Vosk model in the folder `path`; ModelMissing says what to do if it is none."""
        if not (path / "am" / "final.mdl").exists():
            raise ModelMissing(
                f"no recognition model in {path}; correct speech.model in config.yaml, "
                "`voicebot models` lists what is there"
            )
        try:
            self.model = vosk.Model(str(path))
        except Exception as error:
            raise ModelMissing(f"the recognition model in {path} does not load: {error}") from error
        self.commands = command_grammar(self.split)

    @cache  # noqa: B019 - there is one model in a process
    def knows(self, word: str) -> bool:
        """Whether the model can hear the word."""
        return bool(self.model.vosk_model_find_word(word) >= 0)

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
        recognizer = _recognizer(self.model)
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

    def expect(self, listen: Listen) -> None:
        """Another question: what was heard so far is forgotten."""
        grammar = self._model.answer_grammar(listen)
        if grammar != self._grammar:
            self._grammar = grammar
            self._answers = _recognizer(self._model.model, grammar) if grammar else None
            self._all = [r for r in (self._open, self._commands, self._answers) if r]
        self.reset()

    def accept(self, pcm: bytes) -> None:
        """Listens to some more; the end of the utterance is not decided here."""
        each = map if len(pcm) <= TOGETHER_BYTES else _together.map
        for _ in each(lambda recognizer: recognizer.AcceptWaveform(pcm), self._all):
            pass

    def partial(self) -> str:
        """What has been heard so far, without spaces: a command, an answer, or anything."""
        opened = _partial(self._open)
        if opened in COMMANDS or not self._answers:
            return opened
        answer = _partial(self._answers)
        return answer if likeness(answer, opened) >= ALIKE else opened

    def finish(self) -> Heard:
        """What was said since the last `finish`; begins a new utterance."""
        # Each takes some 20 ms of pure computing, and the caller waits: all at once.
        opened, command, *answers = _together.map(_heard, self._all)
        answer = answers[0] if answers else Heard("", 0.0)
        self.reset()
        if opened.text in COMMANDS:
            return opened
        candidates = [answer, command] if command.text in COMMANDS else [answer]
        best = max(candidates, key=lambda heard: likeness(heard.text, opened.text))
        return best if likeness(best.text, opened.text) >= ALIKE else opened

    def reset(self) -> None:
        """Forgets what was heard."""
        for recognizer in self._all:
            recognizer.Reset()


def _recognizer(model: vosk.Model, *grammar: str) -> vosk.KaldiRecognizer:
    recognizer = vosk.KaldiRecognizer(model, RATE_HZ, *grammar)
    recognizer.SetWords(True)
    return recognizer


def _heard(recognizer: vosk.KaldiRecognizer) -> Heard:
    document: dict[str, Any] = json.loads(recognizer.FinalResult())
    text = document.get("text", "")
    words = document.get("result") or []
    confidence = sum(word["conf"] for word in words) / len(words) if words else 0.0
    if UNKNOWN in text:
        return Heard("", confidence, unknown=True)
    return Heard(_joined(text), confidence)


def _partial(recognizer: vosk.KaldiRecognizer) -> str:
    text: str = json.loads(recognizer.PartialResult()).get("partial", "")
    return "" if UNKNOWN in text else _joined(text)


def _joined(text: str) -> str:
    return text.replace(" ", "")
