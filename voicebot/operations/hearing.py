"""`voicebot hearing`: how many of the sample callers are heard right, by what is asked for.

What counts is the value: 给张三转账五百块 for 给张三转五百块 is right where an amount is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import soundfile
import soxr
from ruamel.yaml import YAML

from voicebot.bank.demonstration.branches import BRANCHES
from voicebot.bank.demonstration.customers import PAYEES
from voicebot.conversation.turn import Listen
from voicebot.dialogue.actions.answers.payee import PAYEE_FRAMES
from voicebot.dialogue.language.dates import find_dates, find_times
from voicebot.dialogue.language.digits import parse_digits
from voicebot.dialogue.language.money import find_money
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.yes_no import hear_yes_no
from voicebot.speech.files import recognize_samples
from voicebot.speech.recognizer import RATE_HZ, SpeechModel

TELEPHONE_HZ = 8_000
BANDS = ("wide", "telephone")
SHORTEST_DIGITS = 4
NAMES = [payee[0] for payee in PAYEES["周建国"]]
BRANCH_NAMES = [branch[0].removesuffix("支行") for branch in BRANCHES]

Value = Callable[[str], Any]


@dataclass(frozen=True)
class Question:
    """`value` is what an answer means; None if it does not answer this question."""

    name: str
    listen: Listen
    value: Value


@dataclass(frozen=True)
class Hearing:
    """One sample at one question."""

    question: str
    band: str
    said: str
    heard: str
    right: bool


def _payee(text: str) -> Any:
    found = find_names(text, NAMES)
    return found[-1].candidate if found else None


def _branch(text: str) -> Any:
    found = find_names(text, BRANCH_NAMES)
    return found[0].candidate if found else None


def _amount(text: str) -> Any:
    found = find_money(text, find_names(text, NAMES))
    return found[-1].value if found else None


def _time(text: str) -> Any:
    day = date(2026, 11, 24)
    return [f.value for f in find_dates(text, day)] + [f.value for f in find_times(text)] or None


def _digits(text: str) -> Any:
    digits = parse_digits(text)
    return digits if len(digits) >= SHORTEST_DIGITS and not _amount(text) else None


QUESTIONS = (
    Question("yes or no", Listen("yes_no"), hear_yes_no),
    Question("amount", Listen("money"), _amount),
    Question(
        "payee",
        Listen("name", phrases=tuple(f.format(n) for n in NAMES for f in PAYEE_FRAMES)),
        _payee,
    ),
    Question("branch", Listen("choice", phrases=tuple(b[0] for b in BRANCHES)), _branch),
    Question("day, time", Listen("date"), _time),
    Question("digits", Listen("digits"), _digits),
)


def hear_samples(model: SpeechModel, samples: Path) -> Iterator[Hearing]:
    """Every sample of the manifest, at every question that it answers, in both bands."""
    manifest = YAML(typ="safe").load((samples / "manifest.yaml").read_text(encoding="utf-8"))
    for entry in manifest:
        sound, _ = soundfile.read(samples / entry["file"], dtype="float32")
        narrow = soxr.resample(soxr.resample(sound, RATE_HZ, TELEPHONE_HZ), TELEPHONE_HZ, RATE_HZ)
        for question in QUESTIONS:
            meant = question.value(entry["text"])
            if meant is None:
                continue
            for band, samples_of_band in zip(BANDS, (sound, narrow), strict=True):
                pcm = (np.asarray(samples_of_band) * 32767).clip(-32768, 32767).astype(np.int16)
                heard = recognize_samples(model, pcm, question.listen).text
                right = question.value(heard) == meant
                yield Hearing(question.name, band, entry["text"], heard, right)
