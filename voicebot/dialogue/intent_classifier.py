"""Which intent a sentence has: its characters and pairs of them, weighed by a linear machine.

    充话费 ──▶ 充 话 费  ‹充 充话 话费 费›  chonghua huafei ──▶ top_up 0.97

Pairs of characters need no list of words, so that a word which nobody thought of costs only itself.
Pairs of sounds are there for the homophones that the recogniser writes (冲画费). What staff wrote
down word for word needs no weighing. How it compares with words of a dictionary is in the README.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np
import skops.io
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import classifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.special import softmax
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_class_weight

from voicebot.dialogue.language.sounds import syllables
from voicebot.dialogue.language.spoken import normalise
from voicebot.speech.phrases import OUT_OF_SCOPE

MACHINE, PHRASES = "machine.skops", "phrases.json"
# Besides what skops trusts: the weights of the features. Nothing in the file is ever executed.
TRUSTED = ["scipy.sparse._csr.csr_matrix"]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(classifier.IntentClassifier, GraphComponent):
    """Named in `nlu_data/config.yml`. Reads the text itself and needs no tokenizer or featurizer.

    Options: `C` of LinearSVC, which is the weight of the phrases against simplicity; `refusal`, how
    much more out_of_scope weighs than an intent, for it stands for everything else in the world;
    `sharpness`, by which the scores (about −1 to 1) are multiplied before a softmax makes them
    confidences; `ranking_length`, how many intents are told, the likeliest first.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """With a sharpness of 6, about seven of ten sentences at 0.7 are right (blind ones)."""
        return {"C": 2.5, "refusal": 3.0, "sharpness": 6.0, "ranking_length": 3}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IntentClassifier:
        """An untrained one."""
        features = TfidfVectorizer(token_pattern=r"\S+", lowercase=False, binary=True)
        return cls(config, make_pipeline(features, LinearSVC()), {}, model_storage, resource)

    def __init__(
        self,
        config: dict[str, Any],
        pipeline: Pipeline,
        phrases: dict[str, str],
        model_storage: ModelStorage,
        resource: Resource,
    ) -> None:
        self._config = config
        self._pipeline = pipeline
        self._phrases = phrases
        self._storage = model_storage
        self._resource = resource

    def train(self, training_data: TrainingData) -> Resource:
        """Learns all phrases, and keeps what it learnt."""
        examples = training_data.intent_examples
        texts, intents = ([e.get(key) for e in examples] for key in (TEXT, INTENT))
        self._pipeline.set_params(
            linearsvc__C=self._config["C"],
            linearsvc__class_weight=_weights(intents, self._config["refusal"]),
            linearsvc__random_state=0,
        )
        self._pipeline.fit([_spelled(text) for text in texts], intents)
        self._phrases = dict(zip(map(normalise, texts), intents, strict=True))
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump(self._pipeline, folder / MACHINE)
            (folder / PHRASES).write_text(json.dumps(self._phrases), encoding="utf-8")
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> IntentClassifier:
        """What `train` kept; ValueError if the resource is not there."""
        with model_storage.read_from(resource) as folder:
            pipeline = skops.io.load(folder / MACHINE, trusted=TRUSTED)
            phrases = json.loads((folder / PHRASES).read_text(encoding="utf-8"))
        return cls(config, pipeline, phrases, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Adds `intent` and `intent_ranking`; confidences are 0 to 1 and sum to 1 over all."""
        for message in messages:
            if text := message.get(TEXT):
                ranking = self._ranking(text)
                message.set(INTENT, ranking[0], add_to_output=True)
                message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, text: str) -> list[dict[str, Any]]:
        if written := self._phrases.get(normalise(text)):
            return [{"name": written, "confidence": 1.0}]
        scores = self._pipeline.decision_function([_spelled(text)])[0]
        confidences = softmax(self._config["sharpness"] * scores)
        likeliest = (-confidences).argsort()[: self._config["ranking_length"]]
        names = self._pipeline.classes_
        return [{"name": str(names[n]), "confidence": float(confidences[n])} for n in likeliest]


def _weights(intents: list[str], refusal: float) -> dict[str, float]:
    """The weight of a phrase of each intent: one of few phrases is as likely as one of many."""
    names = np.unique(intents)
    balanced = compute_class_weight("balanced", classes=names, y=intents)
    weights = dict(zip(names.tolist(), balanced.tolist(), strict=True))
    if OUT_OF_SCOPE in weights:
        weights[OUT_OF_SCOPE] *= refusal
    return weights


def _spelled(text: str) -> str:
    """The features of a sentence, a space between them."""
    return " ".join(_features(text))


def _features(text: str) -> Iterator[str]:
    """How a sentence begins and ends says as much as what stands in it (…了吗, 给…)."""
    yield from text
    sounds = ["".join(syllable) for syllable in syllables(text)]
    for units in (f"‹{text}›", sounds):
        yield from ("".join(pair) for pair in pairwise(units))
