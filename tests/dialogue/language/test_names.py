"""Payees and branches, found by sound whatever characters the recogniser wrote."""

from pathlib import Path

import pytest

from voicebot.config import ConfigError
from voicebot.dialogue.language.names import find_names
from voicebot.dialogue.language.sounds import STANDARD, Accent, likeness

PAYEES = ["张三", "李四", "王芳", "张伟", "王小明"]
ACCENT = Accent.load(Path(__file__).parents[3] / "nlu_data" / "accent.yml")


@pytest.mark.parametrize(
    "spoken, payee",
    [
        ("给张三转五百块", "张三"),
        ("章三", "张三"),
        ("脏三", "张三"),
        ("转给小明", "王小明"),
        ("里四", "李四"),
        ("你是", "李四"),
    ],
)
def test_a_payee_is_found_by_sound(spoken, payee):
    assert find_names(spoken, PAYEES, ACCENT)[0].candidate == payee


@pytest.mark.parametrize("spoken", ["查余额", "五百块", "陈静", "转账", "", "往我媳妇账上打两千"])
def test_nobody_is_found_who_was_not_named(spoken):
    assert find_names(spoken, PAYEES, ACCENT) == []


def test_where_the_name_stood_is_told():
    match = find_names("不是张三是李四", PAYEES, STANDARD)
    assert {(m.candidate, m.start, m.end) for m in match} == {("张三", 2, 4), ("李四", 5, 7)}


def test_the_accent_makes_two_sounds_one():
    heard = "脏三"  # zang for zhang
    assert find_names(heard, ["张三"], STANDARD)[:1] == []
    assert find_names(heard, ["张三"], ACCENT)[0].candidate == "张三"


def test_what_sounds_alike_is_alike_and_what_does_not_is_not():
    assert likeness("鼓楼支行", "鼓楼支行") == pytest.approx(1.0)
    assert likeness("章三", "张三") == pytest.approx(1.0)
    assert likeness("查余额", "八十") < 0.5
    assert likeness("", "张三") == 0.0


@pytest.mark.parametrize(
    "said, standard",
    [
        ("明儿个前晌", "明天上午"),
        ("没麻达", "没问题"),
        ("咋交电费", "怎么交电费"),
        ("改成六百", "改成六百"),
    ],
)
def test_words_of_the_region_are_understood_as_standard_ones(said, standard):
    assert ACCENT.standard(said) == standard


def test_a_word_of_the_region_without_its_meaning_is_told_with_its_line(tmp_path):
    path = tmp_path / "accent.yml"
    path.write_text("initials: []\nfinals: []\nwords:\n  啥:\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"accent.yml:4: write '啥' as a line like"):
        Accent.load(path)
