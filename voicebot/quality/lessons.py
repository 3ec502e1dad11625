"""Corrections become changes of nlu_data/ that staff read, and accept one by one.

    said 我想看看卡里的钱, meant ask_balance   nlu/accounts.yml   +    - 我想看看卡里的钱
    heard 擦明细, said 查明细                  accent.yml         +  - [c, ch]
    said 看电视的钱, values 有线电视费         billers.yml           words: [有线电视, 看电视的钱]

Every trained phrase is also a sentence that the recogniser listens for, and every word of these
lists one that it listens for at their questions, so both are heard as well.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from voicebot.dialogue.language.sounds import Accent
from voicebot.quality.accent_lessons import accent_lessons
from voicebot.quality.intents import load_intents
from voicebot.quality.lesson import LeftOut, Lesson
from voicebot.quality.phrase_lessons import frozen_sentences, phrase_lessons
from voicebot.quality.reviews import Correction
from voicebot.quality.word_lessons import load_names, word_lessons


@dataclass(frozen=True)
class Lessons:
    """`lessons` in the order in which they are numbered from 1, and what is none."""

    lessons: list[Lesson]
    left_out: list[LeftOut]

    def diff(self, root: Path) -> str:
        """The whole change as `git diff` would show it."""
        parts: list[str] = []
        for path, text in self._texts(self.lessons).items():
            name = str(path.relative_to(root))
            before = path.read_text(encoding="utf-8").splitlines(keepends=True)
            after = text.splitlines(keepends=True)
            parts += difflib.unified_diff(before, after, f"a/{name}", f"b/{name}")
        return "".join(parts)

    def apply(self, numbers: Collection[int]) -> None:
        """Writes those that staff accept."""
        accepted = [one for number, one in enumerate(self.lessons, 1) if number in numbers]
        for path, text in self._texts(accepted).items():
            path.write_text(text, encoding="utf-8")

    def _texts(self, lessons: Iterable[Lesson]) -> dict[Path, str]:
        """The changed files."""
        texts: dict[Path, str] = {}
        for lesson in lessons:
            text = texts.get(lesson.path) or lesson.path.read_text(encoding="utf-8")
            texts[lesson.path] = lesson.edit(text)
        return texts


def learn(
    corrections: Iterable[Correction], nlu_data: Path, hears: Callable[[str], bool]
) -> Lessons:
    """What the corrections teach; `hears` says whether the recogniser has all words of a text.

    ConfigError if a file of `nlu_data` is broken.
    """
    corrections = list(corrections)
    frozen = frozen_sentences(nlu_data)
    phrases, left_out = phrase_lessons(corrections, load_intents(nlu_data), frozen)
    accent_file = nlu_data / "accent.yml"
    accents = accent_lessons(corrections, Accent.load(accent_file), accent_file)
    words, unheard = word_lessons(corrections, load_names(nlu_data), hears)
    return Lessons([*phrases, *accents, *words], [*left_out, *unheard])
