"""The classifier learns phrases, is kept in a file, and reads sentences that it never saw."""

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from voicebot.dialogue.intent_classifier import IntentClassifier

PHRASES = {
    "ask_balance": ["查余额", "我还有多少钱", "余额还剩多少", "看看卡里多少钱"],
    "transfer": ["给李四转两百", "转账", "给张三打五百块", "我要汇款"],
    "out_of_scope": ["今天天气怎么样", "讲个笑话", "你吃饭了吗", "几点放学"] * 5,
}


@pytest.fixture
def parts(tmp_path):
    storage = LocalModelStorage.create(tmp_path)
    return storage, Resource("intents"), ExecutionContext(GraphSchema({}))


@pytest.fixture
def config():
    return IntentClassifier.get_default_config()


def learn(config, parts, written=PHRASES):
    """A classifier that was trained, kept and loaded."""
    phrases = [Message.build(text, intent) for intent, texts in written.items() for text in texts]
    IntentClassifier.create(config, *parts).train(TrainingData(phrases))
    return IntentClassifier.load(config, *parts)


@pytest.fixture
def learnt(config, parts):
    return learn(config, parts)


def understood(classifier, text):
    [message] = classifier.process([Message.build(text)])
    return message.get("intent"), message.get("intent_ranking")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("麻烦给王五转三百", "transfer"),
        ("卡里的余额多少", "ask_balance"),
        ("天气好吗", "out_of_scope"),
        ("差鱼鹅", "ask_balance"),  # what the recogniser may write for 查余额
    ],
)
def test_words_around_a_wish_do_not_hide_it(learnt, said, meant):
    intent, ranking = understood(learnt, said)
    assert intent["name"] == meant
    assert ranking[0] == intent
    confidences = [one["confidence"] for one in ranking]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)


def test_what_staff_wrote_down_is_understood_whatever_is_like_it(config, parts):
    taught = PHRASES | {"ask_balance": [*PHRASES["ask_balance"], "给我讲个笑话"]}
    classifier = learn(config, parts, taught)
    assert understood(classifier, "给我讲个笑话")[0] == {"name": "ask_balance", "confidence": 1.0}
    assert understood(classifier, "那讲个笑话")[0]["name"] == "out_of_scope"


def test_what_has_nothing_of_any_phrase_is_no_business_of_the_bank(learnt):
    assert understood(learnt, "喔哦")[0]["name"] == "out_of_scope"


def test_only_the_likeliest_are_told(config, learnt):
    config["ranking_length"] = 2
    assert len(understood(learnt, "我要转一笔账")[1]) == 2


def test_a_turn_without_words_is_left_alone(learnt):
    message = Message({"text": ""})
    assert learnt.process([message]) == [message]
    assert message.get("intent") is None


def test_what_is_no_business_of_the_bank_may_weigh_more(config, parts):
    def confidence(refusal):
        _, ranking = understood(learn(config | {"refusal": refusal}, parts), "今天给谁转")
        return next(one["confidence"] for one in ranking if one["name"] == "out_of_scope")

    assert confidence(refusal=6.0) > confidence(refusal=0.2)
