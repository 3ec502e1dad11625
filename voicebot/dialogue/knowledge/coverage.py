"""How much of what a caller names is named in a topic's own questions.

The retriever's classifier says which topic is nearest, never whether it is near: for 你们收古董吗
that is 存款安全. But 古董 stands in none of its questions, so hardly anything asked is covered.
A sound that most topics have (银行, 怎么) says nothing about any of them and counts for little.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence


class Coverage:
    """`sounds` are those of all questions of a topic, by its id."""

    def __init__(self, sounds: Mapping[str, Sequence[str]]) -> None:
        self._sounds = {topic: set(heard) for topic, heard in sounds.items()}
        self._topics_with = Counter(sound for heard in self._sounds.values() for sound in heard)

    def share(self, sounds: Sequence[str], topic: str) -> float:
        """0 (the topic has none of the sounds) to 1 (all), each weighed by how rare it is."""
        weights = [(sound, self._weight(sound)) for sound in sounds]
        covered = sum(weight for sound, weight in weights if sound in self._sounds[topic])
        return covered / (sum(weight for _, weight in weights) or 1.0)

    def _weight(self, sound: str) -> float:
        """The logarithm of topics for each topic that has it; a new sound weighs most."""
        return math.log((len(self._sounds) + 1) / (self._topics_with[sound] + 1))
