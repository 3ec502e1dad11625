"""Money moves on a yes, so a yes is only what can be nothing else."""

import pytest

from voicebot.dialogue.language.yes_no import hear_yes_no


@pytest.mark.parametrize(
    "spoken",
    [
        "是",
        "是的",
        "对",
        "对的",
        "好的",
        "可以",
        "确认",
        "没错",
        "嗯，是的",
        "确认转账",
        "转吧",
        "对对对",
        *("嗯对着呢", "对着哩", "就是的办吧", "好嘞", "能行", "对呀", "是呀"),
    ],
)
def test_a_yes_is_heard(spoken):
    assert hear_yes_no(spoken) is True


@pytest.mark.parametrize(
    "spoken",
    [
        "不",
        "不是",
        "不对",
        "不要",
        "取消",
        "算了",
        "没有了，谢谢",
        "错了",
        "不用了",
        "别转",
        "哎不对不对",
        "先别转",
    ],
)
def test_a_no_is_heard(spoken):
    assert hear_yes_no(spoken) is False


@pytest.mark.parametrize(
    "spoken",
    [
        *(
            "",
            "嗯",
            "啊",
            "谢谢",
            "请",
            "是六百",
            "对六百",
            "不对是六百",
            "不是不是",
            "是不是",
            "好不好",
        ),
        *(
            "查余额",
            "可以吗",
            "对不对",
            "是张三",
            "好像不对",
            "要不要",
            "我想想",
            "的",
            "了",
            "哎",
            "喂",
            "对着呢吗",
            "就是那个",
        ),
    ],
)
def test_anything_unclear_is_neither(spoken):
    assert hear_yes_no(spoken) is None
