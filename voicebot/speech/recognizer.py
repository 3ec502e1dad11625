"""What the caller says, by Vosk, while it is being said: one open recogniser, one for the question.

yes_no          a grammar of yes and no beside open recognition; the grammar counts unless it
                heard [unk], and the open text when it is longer (不对，是六百)
digits, secret  a grammar of digits beside open recognition
the rest        open recognition
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import vosk

from voicebot.conversation.turn import ListenKind
from voicebot.speech.errors import ModelMissing
from voicebot.speech.grammar import UNKNOWN, digits_grammar, unknown_words, yes_no_grammar

RATE_HZ = 16_000
LONGEST_WORD = 6

vosk.SetLogLevel(-1)


@dataclass(frozen=True)
class Heard:
    """`text` has no spaces, "" if nothing was understood; `unknown` if it was speech yet."""

    text: str
    confidence: float
    unknown: bool = False


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
        self._yes_no = yes_no_grammar(self.split)
        self._digits = digits_grammar()

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

    def recognizer(self, kind: ListenKind) -> Recognizer:
        """A recogniser for answers of that kind."""
        grammars = {"yes_no": self._yes_no, "digits": self._digits, "secret": self._digits}
        return Recognizer(self, kind, grammars.get(kind))


class Recognizer:
    """Hears one utterance after another; feed it 16 kHz mono int16 as bytes."""

    def __init__(self, model: SpeechModel, kind: ListenKind, grammar: str | None) -> None:
        self._kind = kind
        self._open = vosk.KaldiRecognizer(model.model, RATE_HZ)
        self._open.SetWords(True)
        self._closed = None
        if grammar:
            self._closed = vosk.KaldiRecognizer(model.model, RATE_HZ, grammar)
            self._closed.SetWords(True)

    def accept(self, pcm: bytes) -> None:
        """Listens to some more; the end of the utterance is not decided here."""
        self._open.AcceptWaveform(pcm)
        if self._closed:
            self._closed.AcceptWaveform(pcm)

    def partial(self) -> str:
        """What has been heard so far, without spaces."""
        recognizer = self._closed if self._kind in ("digits", "secret") else self._open
        assert recognizer
        text = json.loads(recognizer.PartialResult()).get("partial", "")
        return _joined(text.replace(UNKNOWN, ""))

    def finish(self) -> Heard:
        """What was said since the last `finish`; begins a new utterance."""
        opened = _heard(self._open.FinalResult())
        closed = _heard(self._closed.FinalResult()) if self._closed else opened
        self.reset()
        if self._kind == "yes_no":
            return _yes_no(opened, closed)
        if self._closed and not closed.unknown and closed.text:
            # A sentence (转人工) is not digits: then the open recogniser has heard more of them.
            return closed if len(closed.text) >= len(opened.text) else opened
        return opened

    def reset(self) -> None:
        """Forgets what was heard."""
        self._open.Reset()
        if self._closed:
            self._closed.Reset()


def _yes_no(opened: Heard, closed: Heard) -> Heard:
    longer = len(opened.text) > len(closed.text) + 1
    return opened if closed.unknown or not closed.text or longer else closed


def _heard(result: str) -> Heard:
    document: dict[str, Any] = json.loads(result)
    text = document.get("text", "")
    words = document.get("result") or []
    confidence = sum(word["conf"] for word in words) / len(words) if words else 0.0
    if UNKNOWN in text:
        return Heard("", confidence, unknown=True)
    return Heard(_joined(text), confidence)


def _joined(text: str) -> str:
    return text.replace(" ", "")
