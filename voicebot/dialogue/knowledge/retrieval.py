"""Which topic a question is about: a linear classifier over characters and their sounds.

The recogniser writes homophones (立率 for 利率), so a sentence is counted by its characters and by
its toneless pinyin, in ones and twos. What is out of scope (`nlu_data/nlu/out_of_scope.yml`) is a
class of its own, so that 药店在哪 is not taken for 网点在哪. Against the nearest question by cosine
this found 94 instead of 62 of a hundred new wordings; weighing by rarity (idf) lost one.

What the bank has no topic for is nearest to one all the same. So a topic is an answer only if the
classifier's distance and the topic's share of what was named (`coverage`) are enough together: the
less sure the classifier, the more of the question must stand in the topic's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from voicebot.dialogue.knowledge.coverage import Coverage
from voicebot.dialogue.knowledge.topics import Topic
from voicebot.dialogue.language.sentence_features import features, sounds_of

UNKNOWN = ""
# Distance to the classifier's plane (-1 to 1) plus covered share (0 to 1). Where each topic in turn
# was taken away, its own questions were still answered by another one in 82 of a hundred cases
# without this limit, in 27 with it; it costs two of 130 new wordings.
ENOUGH = 0.65
# Within this distance of the best it may be either.
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
        self._coverage = Coverage(
            {
                topic.id: [s for q in topic.questions for s in sounds_of(_plain(q))]
                for topic in topics
            }
        )

    def find(self, text: str) -> list[Topic]:
        """One topic if it is clear, two if it may be either, none if it is unknown."""
        distances = self._classifier.decision_function(self._vectors.transform([text]))[0]
        best_first = np.argsort(-distances)[:MOST_MEANT]
        nearest = distances[best_first[0]]
        near = {
            self._classifier.classes_[i]: distances[i]
            for i in best_first
            if nearest - distances[i] <= MARGIN
        }
        if UNKNOWN in near:
            return []
        named = sounds_of(_plain(text))
        return [
            self._topics[id]
            for id, distance in near.items()
            if distance + self._coverage.share(named, id) >= ENOUGH
        ]


def _features(text: str) -> Iterator[str]:
    return features(_plain(text))


def _plain(text: str) -> str:
    """The sentence without politeness, local words as the common ones."""
    words = POLITE.sub("", text)
    for local, common in LOCAL:
        words = words.replace(local, common)
    return words
