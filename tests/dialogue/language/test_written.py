import pytest

from voicebot.dialogue.language.written import read_written


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        (
            "您的电费，尾号3456，86.50元，已经交好。",
            "您的电费，尾号三四五六，八十六元五角，已经交好。",
        ),
        ("已经取消，退款1,200.00元已经到账。", "已经取消，退款一千二百元整已经到账。"),
        ("转好了。五百元整已经转给张三。", "转好了。五百元整已经转给张三。"),
    ],
)
def test_what_was_written_is_spoken_without_digits(written, spoken):
    assert read_written(written) == spoken
