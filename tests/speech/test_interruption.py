"""Who stops a prompt: callers who speak; not a cough, a hum, or a word of attention."""

import pytest

from voicebot.speech.interruption import Interruption, is_back_channel


def test_words_stop_the_prompt_once():
    speech = Interruption()
    assert [speech.process(text, 0.2) for text in ("", "查", "查余额")] == [False, True, False]


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
