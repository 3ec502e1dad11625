"""What a sentence is counted by: its characters and their sounds, single and in pairs.

The recogniser writes homophones (立率 for 利率, 冲话费 for 充话费); their sounds are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from voicebot.dialogue.language.sounds import syllables


def features(words: str) -> Iterator[str]:
    """Every character and every toneless syllable, then those that stand side by side."""
    for units in (list(words), sounds_of(words)):
        yield from units
        yield from ("".join(pair) for pair in pairwise(units))


def sounds_of(words: str) -> list[str]:
    """Each character's syllable without tone, as one string."""
    return ["".join(syllable) for syllable in syllables(words)]
