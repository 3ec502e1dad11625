"""Money moves on a yes, so a yes is only what can be nothing else."""

import pytest

from voicebot.dialogue.language.yes_no import hear_yes_no, hear_yes_no_to_an_ending


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
        *("成呢你办吧", "对对对就是他", "没麻达就这么办"),
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
        *("不成不成", "甭转", "甭", "错着呢", "不对呀不是这个数"),
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
            *("成不成", "是他不是", "你办什么"),
        ),
    ],
)
def test_anything_unclear_is_neither(spoken):
    assert hear_yes_no(spoken) is None


@pytest.mark.parametrize(
    ("spoken", "meant"),
    [
        ("是的取消", True),
        ("好的退了吧", True),
        ("对关掉", True),
        ("不取消了", False),
        ("不要取消", False),
        ("算了", False),
        ("取消", None),
        ("不要了", None),
        ("关了吧", None),
    ],
)
def test_where_something_would_be_ended_only_what_is_clear_counts(spoken, meant):
    assert hear_yes_no_to_an_ending(spoken) is meant
