"""Names matched by sound: toneless pinyin, tolerant of the regional accent (`nlu_data/accent.yml`).

The recogniser writes whatever characters sound alike (章三 for 张三), so a name is looked for among
the few that this caller can mean, never among all names there are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pypinyin import Style, pinyin

from voicebot.config import read_yaml

SAME_CHARACTERS, SAME_SOUND, SAME_IN_ACCENT = 1.0, 0.97, 0.9
# One sound of a syllable differs otherwise; two such and it is another name.
NEAR_SYLLABLE = 0.55
GIVEN_NAME_ONLY = 0.85
# Below this a match is no better than chance among twenty payees.
LOWEST_SCORE = 0.7


@dataclass(frozen=True)
class Match:
    """A candidate, how sure it is meant (0 to 1), and where in the text it was heard."""

    candidate: str
    score: float
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Accent:
    """Sounds that count as one: each maps to the one that stands for its group."""

    initials: Mapping[str, str]
    finals: Mapping[str, str]

    @classmethod
    def load(cls, path: Path) -> Accent:
        """The accent in a YAML file of pairs; ConfigError if the file is broken."""
        document = read_yaml(path)
        return cls(_groups(document["initials"]), _groups(document["finals"]))


STANDARD = Accent({}, {})


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


def _sureness(match: Match) -> float:
    return match.score


def _best(text: str, name: str, accent: Accent, weight: float) -> Match:
    """The place in `text` that sounds most like `name`."""
    size = len(name)
    places = [
        Match(name, weight * _score(text[i : i + size], name, accent), i, i + size)
        for i in range(len(text) - size + 1)
    ]
    return max(places, key=_sureness, default=Match(name, 0.0))


def _score(heard: str, name: str, accent: Accent) -> float:
    if heard == name:
        return SAME_CHARACTERS
    if len(heard) != len(name):
        return 0.0
    syllables = zip(_syllables(heard), _syllables(name), strict=True)
    scores = [_syllable_score(a, b, accent) for a, b in syllables]
    if min(scores) == SAME_SOUND:
        return SAME_SOUND
    score = 1.0
    for syllable_score in scores:
        score *= min(syllable_score / SAME_SOUND, 1.0)
    return score * SAME_SOUND


def _syllable_score(a: tuple[str, str], b: tuple[str, str], accent: Accent) -> float:
    if a == b:
        return SAME_SOUND
    same_initial = accent.initials.get(a[0], a[0]) == accent.initials.get(b[0], b[0])
    same_final = accent.finals.get(a[1], a[1]) == accent.finals.get(b[1], b[1])
    if same_initial and same_final:
        return SAME_IN_ACCENT
    return NEAR_SYLLABLE if same_initial or same_final else 0.0


@lru_cache(maxsize=4096)
def _syllables(text: str) -> tuple[tuple[str, str], ...]:
    """(initial, final) of each character, without tones."""
    initials = pinyin(text, style=Style.INITIALS, strict=False)
    finals = pinyin(text, style=Style.FINALS, strict=False)
    return tuple((i[0], f[0]) for i, f in zip(initials, finals, strict=True))


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
