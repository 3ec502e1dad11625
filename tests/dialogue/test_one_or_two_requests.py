"""How many requests a sentence is, as the phrases of nlu_data/ make it understood."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message as Phrase
from rasa.shared.nlu.training_data.training_data import TrainingData

from tests.dialogue.conftest import MA
from voicebot.config import read_yaml
from voicebot.dialogue.actions import tasks
from voicebot.dialogue.actions.message import Meant, TwoRequests
from voicebot.dialogue.intent_classifier import IntentClassifier
from voicebot.dialogue.language.requests import halves
from voicebot.dialogue.phrases import derived_phrases

NLU_DATA = Path(__file__).parents[2] / "nlu_data"
EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)

ONE = [
    "查我的预约和订单",
    "我的账户不用再发短信",
    "信用卡还有多大额度能刷",
    "我卡里还有没有钱",
    "帮我看看卡里还有多少钱能用",
    "麻烦你再说一遍余额",
    "我还想再查一下余额",
    "查一下我另外一张卡的余额",
    "这张卡和那张卡的余额一共多少",
    "我想看看活期和存折的余额",
    "帮我查一下最近三个月的收入和支出",
    "查一下上周和这周的支出",
    "上个月的水费和电费一共花了多少",
    "有没有收到张三和李四的钱",
    "看看信用卡还有几天要还款",
    "能不能再给我提高点额度",
    "我的信用卡能不能再刷一千",
    "下个月五号以后再给李四转三百",
    "等发了工资十五号再给王芳转一千",
    "给张三的钱不急后天再转",
    "转给王芳的钱还要多久才能到账",
    "上次那个电费还要交多少",
    "家里的米吃完了给我送一袋",
    "送一束花和一张贺卡到家里",
    "帮我买一袋大米和两桶油",
    "预约明天上午去网点办卡和存折",
    "帮我看一下还有没有订单没送到",
    "工资到账以后给我发短信",
    "每一笔收入和支出都发短信告诉我",
    "一千块以上的再通知我",
    "银行下班以后还能转账吗",
    "卡丢了以后怎么补",
    "存五万块钱一年以后利息是多少",
    "我想顺便问一下利率",
]

TWO = [
    ("查下余额再给李四转两百", "ask_balance", "transfer"),
    ("给张三转五百块然后帮我充五十块话费", "transfer", "top_up"),
    ("先交电费顺便查一下余额", "pay_bill", "ask_balance"),
    ("帮我查查余额和最近的明细", "ask_balance", "ask_transactions"),
    ("查余额以及最近的交易明细", "ask_balance", "ask_transactions"),
    ("麻烦你查下余额还要查一下上周的支出", "ask_balance", "search_transactions"),
    ("卡里还有多少钱顺便给张三转两百", "ask_balance", "transfer"),
    ("看看工资到了没有然后给王芳转一千", "search_transactions", "transfer"),
    ("把电费交了再交一下水费", "pay_bill", "pay_bill"),
    ("我想交水费还有电费", "pay_bill", "pay_bill"),
    ("把水费和电费都交了", "pay_bill", "pay_bill"),
    ("我要交燃气费和有线电视费", "pay_bill", "pay_bill"),
    ("给张三转五百再给李四转两百", "transfer", "transfer"),
    ("给张三转两百和李四转三百", "transfer", "transfer"),
    ("给李四转三百之后查一下余额", "transfer", "ask_balance"),
    ("交完电费之后给王芳转五百", "pay_bill", "transfer"),
    ("给妈妈家交电费接着给我手机充五十", "pay_bill", "top_up"),
    ("帮我把话费充上五十完了再给妈妈家交电费", "top_up", "pay_bill"),
    ("充一百块话费另外查一下信用卡账单", "top_up", "ask_card_bill"),
    ("查一下信用卡账单再还五百", "ask_card_bill", "repay_card"),
    ("先看看信用卡欠多少再把它还清", "ask_card_bill", "repay_card"),
    ("把信用卡还了顺便看看还有多少额度", "repay_card", "ask_card_standing"),
    ("激活信用卡完了查一下额度", "activate_card", "ask_card_standing"),
    ("我要挂失信用卡还要预约明天去网点办卡", "report_loss", "book_appointment"),
    ("我的卡和存折都丢了", "report_loss", "report_loss"),
    ("关掉短信通知然后取消明天的预约", "alerts_off", "cancel_appointment"),
    ("不用再发短信了另外查一下余额", "alerts_off", "ask_balance"),
    ("打开短信通知以后帮我查下余额", "alerts_on", "ask_balance"),
    ("取消明天的预约再约后天上午十点", "cancel_appointment", "book_appointment"),
    ("明天的预约不去了还有帮我把订单也退了", "cancel_appointment", "cancel_order"),
    ("查查我有哪些预约顺便看看订单", "ask_appointments", "ask_orders"),
    ("订一束花送到家还要给王芳转一百块", "order", "transfer"),
    ("买张去北京的机票并且订个酒店", "order", "order"),
    ("买两束玫瑰和一个蛋糕", "order", "order"),
    ("我想约明天去鼓楼支行办卡顺便问下周末几点下班", "book_appointment", "ask_opening_hours"),
]


@pytest.fixture(scope="module")
def understood(tmp_path_factory):
    """What the model that staff train makes of a text."""
    storage = LocalModelStorage.create(tmp_path_factory.mktemp("model"))
    parts = storage, Resource("intents"), ExecutionContext(GraphSchema({}))
    config = IntentClassifier.get_default_config()
    phrases = [Phrase.build(text, intent) for intent, text in written()]
    IntentClassifier.create(config, *parts).train(TrainingData(phrases))
    classifier = IntentClassifier.load(config, *parts)

    def of(text):
        (parsed,) = classifier.process([Phrase.build(text)])
        intent = parsed.get("intent")
        return Meant(text, intent["name"], intent["confidence"])

    return of


def written():
    for path in (NLU_DATA / "nlu").glob("*.yml"):
        for entry in read_yaml(path)["nlu"]:
            for text in EXAMPLE.findall(entry["examples"]):
                yield entry["intent"], text
    for intent, texts in derived_phrases(NLU_DATA).items():
        for text in texts:
            yield intent, text


def says(caller, text, understood):
    """The sentence as the channel hands it on."""
    caller.rings()
    caller.two_requests = tuple(
        TwoRequests(one.kind, tuple(map(understood, one.texts))) for one in halves(text)
    )
    whole = understood(text)
    return caller.says(text, whole.intent, whole.confidence)


@pytest.mark.parametrize("said", ONE)
def test_what_is_one_wish_is_not_made_two(calls, understood, said):
    caller = calls()
    told = says(caller, said, understood)
    assert caller.state.requests == []
    assert "utter_next_request" not in told


@pytest.fixture
def begun(monkeypatch):
    """The flows that were begun."""
    flows, begin = [], tasks.begin

    def noting(turn, flow, text):
        flows.append(flow.name)
        return begin(turn, flow, text)

    monkeypatch.setattr(tasks, "begin", noting)
    return flows


@pytest.mark.parametrize(("said", "first", "second"), TWO)
def test_what_are_two_wishes_are_both_done(calls, understood, begun, said, first, second):
    caller = calls()
    says(caller, said, understood)
    assert begun + [flow for flow, _ in caller.state.requests] == [first, second]


def test_both_bills_are_read_back_one_after_the_other(calls, understood):
    caller = calls(MA)
    says(caller, "把水费和电费都交了", understood)
    assert caller.keys_pin()[0] == "utter_ask_contract"
    assert "水费" in caller.spoken
    told = caller.says("取消", "cancel")
    assert told[:2] == ["utter_cancelled", "utter_next_request"]
    assert "电费" in caller.spoken
