"""Corrections become training phrases: a change of nlu_data/nlu that staff read before it is made.

    correction                                 nlu_data/nlu/accounts.yml
    said 我想看看卡里的钱  meant ask_balance  ──▶  +    - 我想看看卡里的钱

Every trained phrase is also a sentence that the recogniser listens for, so it is heard as well.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from voicebot.config import read_yaml
from voicebot.dialogue.language.spoken import normalise
from voicebot.quality.intents import EXAMPLE, Intent
from voicebot.quality.masking import MASK
from voicebot.quality.reviews import Correction

DIGIT = re.compile(r"[0-9]")
EXAMPLE_LINE = re.compile(r"^\s+- ")


@dataclass
class Lessons:
    """`texts` are the changed files, `phrases` what each intent learns, `left_out` what cannot be
    learnt and why.
    """

    texts: dict[Path, str] = field(default_factory=dict)
    phrases: list[tuple[str, str]] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)

    def diff(self, root: Path) -> str:
        """The change as `git diff` would show it."""
        parts: list[str] = []
        for path, text in self.texts.items():
            name = str(path.relative_to(root))
            before = path.read_text(encoding="utf-8").splitlines(keepends=True)
            after = text.splitlines(keepends=True)
            parts += difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        return "".join(parts)

    def apply(self) -> None:
        """Writes the files."""
        for path, text in self.texts.items():
            path.write_text(text, encoding="utf-8")


def learn(
    corrections: Iterable[Correction], intents: Mapping[str, Intent], frozen: frozenset[str]
) -> Lessons:
    """What the corrections teach; `frozen` are the evaluation's sentences, never trained on."""
    lessons = Lessons()
    known = {phrase: intent.name for intent in intents.values() for phrase in intent.phrases}
    for correction in corrections:
        phrase = normalise(correction.said)
        reason = _why_not(phrase, correction.intent, known, intents, frozen)
        if reason:
            lessons.left_out.append((phrase, reason))
        elif phrase not in known:
            known[phrase] = correction.intent
            lessons.phrases.append((correction.intent, phrase))
            path = intents[correction.intent].file
            text = lessons.texts.get(path) or path.read_text(encoding="utf-8")
            lessons.texts[path] = _with_phrase(text, correction.intent, phrase)
    return lessons


def frozen_sentences(nlu_data: Path) -> frozenset[str]:
    """The sentences of `voicebot evaluate`."""
    entries = (e for path in (nlu_data / "tests/nlu").glob("*.yml") for e in read_yaml(path)["nlu"])
    return frozenset(text for entry in entries for text in EXAMPLE.findall(entry["examples"]))


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


def _with_phrase(text: str, intent: str, phrase: str) -> str:
    """The file with the phrase behind the last one of its intent."""
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
