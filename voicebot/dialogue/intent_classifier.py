"""What a sentence is meant for: a linear classifier over its characters and their sounds.

One component instead of Rasa's tokenizer, featurizers and logistic regression, because it learns
five thousand phrases in a second where they took more than a minute, hears through the homophones
that the recogniser writes, and understood more new wordings (README, figures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import classifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.preprocessing import normalize
from sklearn.svm import LinearSVC

from voicebot.dialogue.language.sentence_features import features, sounds_of
from voicebot.dialogue.language.spoken import normalise

START, END = "^", "$"
FILE = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(GraphComponent, classifier.IntentClassifier):
    """Named in `nlu_data/config.yml`.

    `regularisation` (C of the support vector machine), `sharpness` (how fast the confidence grows
    with the distance to the planes between the intents), `ranking_length`, `random_state`.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._columns: dict[str, int] = {}
        self._intents: list[str] = []
        # A row for each feature: those of a sentence are added up, the rest is never touched.
        self._weights: npt.NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._intercept: npt.NDArray[np.float32] = np.zeros(0, np.float32)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """What `nlu_data/config.yml` leaves out."""
        return {"regularisation": 1.0, "sharpness": 5.0, "ranking_length": 3, "random_state": 0}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """The component before training."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learns the phrases and keeps the weights in the model."""
        phrases = [example for example in training_data.intent_examples if example.get(TEXT)]
        counter = CountVectorizer(analyzer=_features, binary=True)
        counts = normalize(counter.fit_transform([phrase.get(TEXT) for phrase in phrases]))
        meant = [phrase.get(INTENT) for phrase in phrases]
        machine = LinearSVC(
            C=self._config["regularisation"],
            class_weight=_weights(meant),
            random_state=self._config["random_state"],
        )
        machine.fit(counts, meant)
        with self._storage.write_to(self._resource) as folder:
            np.savez(
                folder / FILE,
                features=counter.get_feature_names_out().astype(str),
                intents=machine.classes_.astype(str),
                weights=machine.coef_.T.astype(np.float32),
                intercept=machine.intercept_.astype(np.float32),
            )
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_options: Any,
    ) -> IntentClassifier:
        """The trained component."""
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / FILE) as kept:
            component._columns = {name: i for i, name in enumerate(kept["features"].tolist())}
            component._intents = kept["intents"].tolist()
            component._weights, component._intercept = kept["weights"], kept["intercept"]
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Sets `intent` and `intent_ranking`, the surest first, confidences from 0 to 1."""
        for message in messages:
            confidences = self._confidences(message.get(TEXT) or "")
            ranking = [
                {"name": self._intents[i], "confidence": float(confidences[i])}
                for i in np.argsort(-confidences)[: self._config["ranking_length"]]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _confidences(self, text: str) -> npt.NDArray[np.float32]:
        named = {self._columns[name] for name in _features(text) if name in self._columns}
        distances = self._weights[sorted(named)].sum(axis=0) / max(len(named), 1) ** 0.5
        distances = self._config["sharpness"] * (distances + self._intercept)
        shares = np.exp(distances - distances.max())
        return shares / shares.sum()


def _weights(meant: list[str]) -> dict[str, float]:
    """An intent with few phrases counts more, but not as much as one with many.

    Between the same for each phrase and the same for each intent lies what new wordings want.
    """
    counts = Counter(meant)
    mean = len(meant) / len(counts)
    return {intent: (mean / count) ** 0.5 for intent, count in counts.items()}


def _features(text: str) -> Iterator[str]:
    """Those of the sentence, and what it begins and ends with."""
    words = normalise(text)
    yield from features(words)
    for units in (list(words), sounds_of(words)):
        if units:
            yield START + units[0]
            yield units[-1] + END
