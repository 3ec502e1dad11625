"""Who stops a prompt: callers who speak; not a cough, a hum, or a word of attention."""

import pytest

from voicebot.speech.events import Utterance
from voicebot.speech.hypotheses import Heard
from voicebot.speech.interruption import Interruption, is_back_channel, is_noise


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


@pytest.mark.parametrize(
    "text, confidence, lasted_s, noise",
    [
        ("缴费", 0.3, 0.2, True),
        ("", 0.0, 0.3, True),
        ("对", 1.0, 0.2, False),
        ("个人贷款", 0.3, 1.0, False),
        ("", 0.0, 0.6, False),
    ],
    ids=["a door", "a cough", "a short answer", "who is hardly heard", "who is not understood"],
)
def test_only_what_is_short_and_doubtful_is_noise(text, confidence, lasted_s, noise):
    said = Utterance(Heard(text, confidence, unknown=not text), 1.0, 1.0 + lasted_s, 2.0)
    assert is_noise(said) is noise
