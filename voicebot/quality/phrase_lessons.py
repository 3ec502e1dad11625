"""Corrections become training phrases: a line under what was meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from voicebot.dialogue.language.spoken import normalise
from voicebot.quality.intents import Intent
from voicebot.quality.lesson import LeftOut, Lesson
from voicebot.quality.masking import MASK
from voicebot.quality.reviews import Correction
from voicebot.speech.phrases import load_phrases

DIGIT = re.compile(r"[0-9]")
EXAMPLE_LINE = re.compile(r"^\s+- ")


def phrase_lessons(
    corrections: Iterable[Correction], intents: Mapping[str, Intent], frozen: frozenset[str]
) -> tuple[list[Lesson], list[LeftOut]]:
    """`frozen` are the evaluation's sentences, never trained on."""
    lessons, left_out = [], []
    known = {phrase: intent.name for intent in intents.values() for phrase in intent.phrases}
    for correction in corrections:
        phrase = normalise(correction.said)
        reason = _why_not(phrase, correction.intent, known, intents, frozen)
        if reason:
            left_out.append(LeftOut(phrase, reason))
        elif phrase not in known:
            known[phrase] = correction.intent
            edit = partial(with_phrase, intent=correction.intent, phrase=phrase)
            told = f"{correction.intent}: {phrase}"
            lessons.append(Lesson("phrase", intents[correction.intent].file, told, edit))
    return lessons, left_out


def frozen_sentences(nlu_data: Path) -> frozenset[str]:
    """The sentences of `voicebot evaluate`."""
    return frozenset(load_phrases(nlu_data / "tests" / "nlu"))


def _why_not(
    phrase: str,
    intent: str,
    known: Mapping[str, str],
    intents: Mapping[str, Intent],
    frozen: frozenset[str],
) -> str:
    """Why the phrase cannot be learnt; "" if it can, or is known already."""
    if not phrase or MASK in phrase or DIGIT.search(phrase):
        return "write it as it was said, with numbers in characters and none hidden"
    if intent not in intents:
        return f"no file has phrases of {intent}"
    if known.get(phrase, intent) != intent:
        return f"it stands under {known[phrase]}; move it there by hand if that is wrong"
    if phrase in frozen:
        return "it is a sentence of the evaluation, which must not be trained on"
    return ""


def with_phrase(text: str, intent: str, phrase: str) -> str:
    """The text of a file with the phrase behind the last one of its intent."""
    lines = text.splitlines(keepends=True)
    at = lines.index(f"- intent: {intent}\n")
    first = next(n for n in range(at, len(lines)) if EXAMPLE_LINE.match(lines[n]))
    end = first
    while end < len(lines) and EXAMPLE_LINE.match(lines[end]):
        end += 1
    indent = lines[first][: lines[first].index("-")]
    if not lines[end - 1].endswith("\n"):
        lines[end - 1] += "\n"
    return "".join([*lines[:end], f"{indent}- {phrase}\n", *lines[end:]])
