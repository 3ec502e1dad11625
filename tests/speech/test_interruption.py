"""Who stops a prompt: callers who speak; not a cough, a hum, or a word of attention."""

import pytest

from voicebot.speech.interruption import Interruption, is_back_channel


def test_words_are_told_when_there_are_more_of_them():
    speech = Interruption()
    told = [speech.process(text, 0.2) for text in ("", "查", "查", "查余额", "查余")]
    assert told == ["", "words", "", "words", ""]


def test_words_are_told_of_speech_that_was_noticed_without_them():
    speech = Interruption()
    assert [speech.process(*heard) for heard in (("", 0.3), ("", 0.4), ("查", 0.6))] == [
        "speech",
        "",
        "words",
    ]


@pytest.mark.parametrize("text", ["嗯", "哦", "嗯嗯"])
def test_a_word_of_attention_does_not(text):
    assert is_back_channel(text)
    assert not Interruption().process(text, 0.2)


def test_a_cough_does_not():
    assert not Interruption().process("", 0.2)


def test_whoever_speaks_longer_than_anybody_hums_is_heard_without_being_understood():
    assert Interruption().process("", 0.3)


@pytest.mark.parametrize("answer", ["是", "对", "好"])
def test_the_shortest_answer_is_no_word_of_attention(answer):
    assert Interruption().process(answer, 0.2)
