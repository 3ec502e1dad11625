"""A product that staff write in YAML is ordered by voice and keys; their mistakes are told."""

import shutil

import pytest

from tests.dialogue.conftest import ROOT
from voicebot.config import ConfigError, load_settings
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.phrases import derived_phrases
from voicebot.operations.catalogue_check import catalogue_problems

CAR_WASH = """
name: 上门洗车
also: [洗车]
merchant: car_wash
fields:
  size:
    ask: 请问是什么车？
    options:
      小轿车: {yuan: 30, also: [轿车]}
      越野车: {yuan: 45}
  day:
    ask: 请问哪一天来？
    day: {within: 14}
  address:
    ask: 请问车在哪里？
    say: 车在{}
    address: {}
price: {once_yuan: 5}
cancel: {free_until_hours: 2}
"""


@pytest.fixture
def nlu_data(tmp_path):
    shutil.copytree(ROOT / "nlu_data", tmp_path / "nlu_data", symlinks=True)
    (tmp_path / "nlu_data" / "catalogue" / "car_wash.yml").write_text(CAR_WASH, encoding="utf-8")
    return tmp_path / "nlu_data"


def test_a_new_product_is_ordered_by_voice(calls, nlu_data):
    caller = calls(nlu_data=nlu_data)
    caller.enters()
    caller.says("帮我订个洗车明天来车在家里", "order")
    assert "请问是什么车？小轿车，请按一" in caller.spoken
    assert caller.says("越野车")[0] == "utter_confirm_order"
    assert (
        "越野车，明天，十一月二十五日，星期三，车在家里，鼓楼街十二号。一共五十元整"
        in caller.spoken
    )
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"


def test_a_new_product_is_ordered_by_keys(calls, nlu_data):
    caller = calls(nlu_data=nlu_data)
    caller.rings()
    for key in "4314":
        caller.presses(key)
    assert caller.keys_pin()[0] == "utter_ask_product"
    while "上门洗车" not in caller.spoken:
        caller.presses("4")
    options = [reply.values.get("option") for reply in caller.replies]
    caller.presses(str(options.index("上门洗车")))
    for key in "111":
        caller.presses(key)
    assert "一共三十五元整" in caller.spoken
    assert caller.presses("1")[0] == "utter_order_placed"


def test_the_model_learns_the_new_name(nlu_data):
    assert "我要订洗车" in derived_phrases(nlu_data)["order"]


@pytest.mark.parametrize(
    "wrong, right, problem",
    [
        ("yuan: 30", "yuan: dear", "car_wash.yml:9.*yuan"),
        ("day: {within: 14}", "count: {unit: 天, to: 3}", "one field must be a day"),
        ("once_yuan: 5", "times: [size]", "size is not a field with a count"),
        ("say: 车在{}", "say: 车在", "say needs {}"),
        ("merchant: car_wash", "merchant: 洗车店", "merchant"),
        ("ask: 请问哪一天来？", "aks: 请问哪一天来？", "fields.day.aks"),
    ],
)
def test_a_mistake_is_told_with_its_place(nlu_data, wrong, right, problem):
    path = nlu_data / "catalogue" / "car_wash.yml"
    path.write_text(CAR_WASH.replace(wrong, right), encoding="utf-8")
    with pytest.raises(ConfigError, match=problem):
        load_catalogue(nlu_data / "catalogue")


@pytest.mark.parametrize(
    "wrong, right, problem",
    [
        ("also: [洗车]", "also: [鲜花]", "sounds like a name in"),
        ("also: [轿车]", "also: [车]", "too short to be heard"),
        ("小轿车", "轿车A", "letters or digits"),
        ("请问是什么车？", "什么车", "no question"),
    ],
)
def test_what_callers_could_not_follow_is_told(nlu_data, wrong, right, problem):
    path = nlu_data / "catalogue" / "car_wash.yml"
    path.write_text(CAR_WASH.replace(wrong, right), encoding="utf-8")
    settings = load_settings(ROOT / "config.yaml").copy(update={"nlu_data": nlu_data})
    assert any(problem in line for line in catalogue_problems(settings))


def test_the_catalogue_has_no_problems():
    assert list(catalogue_problems(load_settings(ROOT / "config.yaml"))) == []
