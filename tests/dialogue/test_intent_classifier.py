"""The classifier that is loaded answers as the one that was trained, without copying its weights."""

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource

from voicebot.dialogue.intent_classifier import IntentClassifier


def test_a_loaded_classifier_has_its_weights_by_columns_and_decides_as_before(tmp_path):
    parts = (
        LocalModelStorage.create(tmp_path),
        Resource("intents"),
        ExecutionContext(GraphSchema({})),
    )
    config = IntentClassifier.get_default_config()
    trained = IntentClassifier.create(config, *parts)
    features = np.random.default_rng(7).random((60, 20))
    trained.clf.fit(features, [f"intent {number % 3}" for number in range(60)])
    trained.persist()
    loaded = IntentClassifier.load(config, *parts)
    assert not trained.clf.coef_.flags.f_contiguous
    assert loaded.clf.coef_.flags.f_contiguous
    assert np.allclose(
        loaded.clf.predict_proba(features), trained.clf.predict_proba(features), atol=1e-12
    )
