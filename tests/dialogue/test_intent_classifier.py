"""The classifier that is loaded from a model understands what it learnt, also by sound."""

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from voicebot.dialogue.intent_classifier import IntentClassifier

PHRASES = {
    "ask_balance": ("查余额", "卡里还有多少钱", "余额多少"),
    "top_up": ("充话费", "给手机充五十", "手机没钱了"),
    "report_loss": ("我要挂失", "卡丢了", "存折找不到了"),
}


@pytest.fixture
def classifier(tmp_path):
    parts = (
        IntentClassifier.get_default_config(),
        LocalModelStorage.create(tmp_path),
        Resource("intents"),
        ExecutionContext(GraphSchema({})),
    )
    examples = [Message.build(text, intent) for intent, texts in PHRASES.items() for text in texts]
    IntentClassifier.create(*parts).train(TrainingData(examples))
    return IntentClassifier.load(*parts)


def ranking(classifier, text):
    (message,) = classifier.process([Message.build(text)])
    assert message.get("intent") == message.get("intent_ranking")[0]
    return message.get("intent_ranking")


def test_new_wordings_are_understood(classifier):
    assert ranking(classifier, "看看我的余额")[0]["name"] == "ask_balance"
    assert ranking(classifier, "我的存折丢了")[0]["name"] == "report_loss"


def test_what_the_recogniser_writes_with_another_character_of_the_sound_is_understood(classifier):
    assert ranking(classifier, "冲画费")[0]["name"] == "top_up"


def test_confidences_are_shares_and_the_surest_comes_first(classifier):
    shares = [intent["confidence"] for intent in ranking(classifier, "充话费")]
    assert shares == sorted(shares, reverse=True)
    assert sum(shares) == pytest.approx(1)
