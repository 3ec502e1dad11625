"""What was heard and what was said differ by one sound that accents are known not to keep apart.

heard 王芬   said 王峰      en for eng ──▶ a line [en, eng] in accent.yml, if it is not there
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from voicebot.dialogue.language.sounds import Accent, syllables
from voicebot.dialogue.language.spoken import normalise
from voicebot.quality.lesson import Lesson
from voicebot.quality.reviews import Correction

INITIALS, FINALS = "initials", "finals"
# Other differences are not an accent: something else was heard.
KNOWN = {
    INITIALS: "n l, z zh, c ch, s sh, f h, r l, j z, q c, x s, zh j, ch q, sh x",
    FINALS: "in ing, en eng, an ang, ian iang, uan uang, un ong, un iong, e uo, u ou, ei ui",
}
CONFUSIONS = {
    part: {frozenset(pair.split()) for pair in pairs.split(",")} for part, pairs in KNOWN.items()
}

Confusion = tuple[str, tuple[str, str]]


def accent_lessons(corrections: Iterable[Correction], accent: Accent, file: Path) -> list[Lesson]:
    """One for each pair of sounds that `accent` keeps apart and callers do not."""
    found: Counter[Confusion] = Counter()
    example: dict[Confusion, str] = {}
    for correction in corrections:
        heard, said = normalise(correction.turn.heard or ""), normalise(correction.said)
        if confusion := confused(heard, said, accent):
            found[confusion] += 1
            example.setdefault(confusion, f"heard {heard}, said {said}")
    lessons = []
    for confusion, times in found.items():
        part, pair = confusion
        told = f"{pair[0]} and {pair[1]} count as one sound ({times} times; {example[confusion]})"
        lessons.append(Lesson("accent", file, told, partial(with_pair, part=part, pair=pair)))
    return lessons


def confused(heard: str, said: str, accent: Accent) -> Confusion | None:
    """Which part of a syllable, and the two sounds; None unless that is the only difference."""
    first, second = syllables(heard), syllables(said)
    if len(first) != len(second) or len(first) != len(heard):
        return None
    different = {
        (part, (min(x, y), max(x, y)))
        for a, b in zip(first, second, strict=True)
        for part, x, y in zip((INITIALS, FINALS), a, b, strict=True)
        if x != y
    }
    if len(different) != 1:
        return None
    ((part, pair),) = different
    groups = accent.initials if part == INITIALS else accent.finals
    one_already = groups.get(pair[0], pair[0]) == groups.get(pair[1], pair[1])
    known = frozenset(pair) in CONFUSIONS[part]
    return (part, pair) if known and not one_already else None


def with_pair(text: str, part: str, pair: tuple[str, str]) -> str:
    """The text of accent.yml with the pair behind the last one of its part."""
    lines = text.splitlines(keepends=True)
    end = lines.index(f"{part}:\n") + 1
    while end < len(lines) and lines[end].lstrip().startswith("- "):
        end += 1
    return "".join([*lines[:end], f"  - [{pair[0]}, {pair[1]}]\n", *lines[end:]])
