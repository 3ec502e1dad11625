"""Names matched by sound in what a caller said.

The recogniser writes whatever characters sound alike (章三 for 张三), so a name is looked for among
the few that this caller can mean, never among all names there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from voicebot.dialogue.language.sounds import (
    SAME_IN_ACCENT,
    SAME_SOUND,
    STANDARD,
    Accent,
    syllable_likeness,
    syllables,
)

SAME_CHARACTERS = 1.0
GIVEN_NAME_ONLY = 0.85
# Below this a match is no better than chance among twenty payees.
LOWEST_SCORE = 0.7
# What other sentences say in sounds that an accent makes a name of (张三, 李娜).
NO_NAMES = frozenset(("账上", "里拿"))


@dataclass(frozen=True)
class Match:
    """A candidate, how sure it is meant (0 to 1), and where in the text it was heard."""

    candidate: str
    score: float
    start: int = 0
    end: int = 0


def find_names(text: str, candidates: Sequence[str], accent: Accent = STANDARD) -> list[Match]:
    """The candidates whose name sounds anywhere in the sentence `text`, the surest first.

    Of a name of three characters the given name is enough (转给小明 for 王小明).
    """
    matches = []
    for name in candidates:
        best = _best(text, name, accent, 1.0)
        if len(name) == 3:
            given = _best(text, name[1:], accent, GIVEN_NAME_ONLY)
            best = max(best, Match(name, given.score, given.start, given.end), key=_sureness)
        if best.score >= LOWEST_SCORE:
            matches.append(best)
    return sorted(matches, key=_sureness, reverse=True)


def sound_alike(a: str, b: str, accent: Accent) -> bool:
    """Whether two names are one to a caller with this accent."""
    if len(a) != len(b):
        return False
    pairs = zip(syllables(a), syllables(b), strict=True)
    return all(syllable_likeness(x, y, accent) >= SAME_IN_ACCENT for x, y in pairs)


def _sureness(match: Match) -> float:
    return match.score


def _best(text: str, name: str, accent: Accent, weight: float) -> Match:
    """The place in `text` that sounds most like `name`."""
    size = len(name)
    places = [
        Match(name, weight * _score(heard, name, accent), i, i + size)
        for i in range(len(text) - size + 1)
        if (heard := text[i : i + size]) not in NO_NAMES
    ]
    return max(places, key=_sureness, default=Match(name, 0.0))


def _score(heard: str, name: str, accent: Accent) -> float:
    if heard == name:
        return SAME_CHARACTERS
    if len(heard) != len(name):
        return 0.0
    pairs = zip(syllables(heard), syllables(name), strict=True)
    scores = [syllable_likeness(a, b, accent) for a, b in pairs]
    score = 1.0
    for syllable_score in scores:
        score *= syllable_score / SAME_SOUND
    return score * SAME_SOUND
