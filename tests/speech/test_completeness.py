"""What callers have finished saying, told from the words alone."""

from pathlib import Path

import pytest

from voicebot.speech.completeness import Completeness

WHOLE = Completeness.load(Path(__file__).parents[2] / "nlu_data" / "nlu")


@pytest.mark.parametrize(
    "words",
    [
        "查余额",
        "我要预约网点",
        "是的",
        "不对",
        "五百块",
        "给张三转五百块",
        "明天上午十点",
        "一百元整",
    ],
)
def test_nobody_goes_on_after_this(words):
    assert WHOLE.is_complete(words)


@pytest.mark.parametrize("words", ["", "转账", "是", "五百", "给张三", "幺三九零", "明天", "预约"])
def test_somebody_might_go_on_after_this(words):
    assert not WHOLE.is_complete(words)


@pytest.mark.parametrize("words", ["给张三转", "三千", "十二万零", "不对是", "改成"])
def test_nobody_stops_after_this(words):
    assert WHOLE.is_unfinished(words)


@pytest.mark.parametrize("words", ["网点", "我要预约网点", "上午十点", "五百块", ""])
def test_this_is_not_cut_in_the_middle(words):
    assert not WHOLE.is_unfinished(words)
