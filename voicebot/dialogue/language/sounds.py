"""How alike Chinese words sound: toneless pinyin, tolerant of an accent (`nlu_data/accent.yml`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pypinyin import Style, pinyin

from voicebot.config import ConfigError, line_of, read_yaml

Syllable = tuple[str, str]

WORDS = re.compile("[\u4e00-\u9fff]+")

# What pinyin writes before and behind; the initials y and w are no sounds of their own.
SOUNDS = {
    "initials": frozenset("b p m f d t n l g k h j q x zh ch sh r z c s".split()),
    "finals": frozenset(
        "a o e i u v ai ei ao ou an en ang eng ong er ia ie iao iou ian in iang ing iong "
        "ua uo uai uei uan uen uang ueng ve van vn".split()
    ),
}

SAME_SOUND, SAME_IN_ACCENT = 0.97, 0.9
# One sound of a syllable differs otherwise; two such and it is another word.
NEAR_SYLLABLE = 0.55


@dataclass(frozen=True)
class Accent:
    """Sounds that count as one: each maps to the one that stands for its group.

    `words` of the region map to what they are in standard Chinese.
    """

    initials: Mapping[str, str]
    finals: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Accent:
        """The accent in a YAML file; ConfigError, with the line, if it is broken."""
        document = read_yaml(path)
        for name in document:
            if name not in (*SOUNDS, "words"):
                line = document.lc.key(name)[0] + 1
                raise ConfigError(path, line, f"'{name}' belongs under words:; write two spaces")
        for name, sounds in SOUNDS.items():
            for number, pair in enumerate(document.get(name) or ()):
                if problem := _problem_of_pair(pair, sounds):
                    raise ConfigError(path, line_of(document, (name, number)), problem)
        words: Any = document.get("words") or {}
        for word, standard in words.items():
            if not (isinstance(standard, str) and WORDS.fullmatch(f"{word}{standard}")):
                line = words.lc.key(word)[0] + 1
                raise ConfigError(path, line, f"write '{word}' as a line like 啥: 什么")
        initials, finals = (_groups(document.get(name) or ()) for name in SOUNDS)
        return cls(initials, finals, dict(words))

    def standard(self, text: str) -> str:
        """`text` with the words of the region in standard Chinese, the longest first."""
        for word in sorted(self.words, key=len, reverse=True):
            text = text.replace(word, self.words[word])
        return text


STANDARD = Accent({}, {})


@lru_cache(maxsize=4096)
def syllables(text: str) -> tuple[Syllable, ...]:
    """(initial, final) of each character, without tones."""
    initials = pinyin(text, style=Style.INITIALS, strict=False)
    finals = pinyin(text, style=Style.FINALS, strict=False)
    return tuple((i[0], f[0]) for i, f in zip(initials, finals, strict=True))


def syllable_likeness(a: Syllable, b: Syllable, accent: Accent = STANDARD) -> float:
    """0 for two that share no sound, SAME_SOUND for the same."""
    if a == b:
        return SAME_SOUND
    same_initial = accent.initials.get(a[0], a[0]) == accent.initials.get(b[0], b[0])
    same_final = accent.finals.get(a[1], a[1]) == accent.finals.get(b[1], b[1])
    if same_initial and same_final:
        return SAME_IN_ACCENT
    return NEAR_SYLLABLE if same_initial or same_final else 0.0


def likeness(a: str, b: str) -> float:
    """0 to 1: the best alignment of the syllables of two texts, per syllable of the longer one.

    Dynamic programming as in Needleman and Wunsch (1970), with nothing gained by a gap.
    """
    first, second = syllables(a), syllables(b)
    if not first or not second:
        return 0.0
    row = [0.0] * (len(second) + 1)
    for x in first:
        before, row = row, [0.0]
        for column, y in enumerate(second, 1):
            matched = before[column - 1] + syllable_likeness(x, y)
            row.append(max(matched, before[column], row[column - 1]))
    return row[-1] / (SAME_SOUND * max(len(first), len(second)))


def _problem_of_pair(pair: Any, sounds: frozenset[str]) -> str:
    """What is wrong with it, and the mend; "" if nothing is."""
    if not isinstance(pair, list) or len(pair) != 2:
        return f"{pair} is no pair of sounds; write a line like - [n, l]"
    if strange := [sound for sound in pair if sound not in sounds]:
        return f"{strange[0]} is no such sound; it is one of {', '.join(sorted(sounds))}"
    return ""


def _groups(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Each sound to the first of all sounds that pairs connect it with (n–l, r–l are one group)."""
    leader: dict[str, str] = {}
    for pair in pairs:
        known = [leader[sound] for sound in pair if sound in leader]
        first = known[0] if known else pair[0]
        for sound, other in list(leader.items()):
            if other in known:
                leader[sound] = first
        for sound in pair:
            leader[sound] = first
    return leader
