"""What was not heard for sure is heard again, and the mean of the hearings decides."""

import threading

import pytest

from voicebot.speech.hypotheses import Hypothesis
from voicebot.speech.second_hearing import STEP_BYTES, SecondHearing, mean

SOUND = bytes(10 * STEP_BYTES)


def hearing(**scores):
    return [Hypothesis(text, score) for text, score in scores.items()]


def test_what_one_hearing_took_for_likelier_by_chance_is_outvoted():
    means = mean(
        [
            hearing(八百块=84.0, 五百块=83.5),
            hearing(五百块=85.0, 八百块=83.0),
            hearing(五百块=84.0, 八百块=83.0),
        ]
    )
    assert means[0].text == "五百块"
    assert means[0].score == pytest.approx(252.5 / 3)


def test_a_text_that_a_hearing_does_not_have_is_worse_there_than_all_it_has():
    means = mean([hearing(一万=90.0), hearing(一万=90.0, 一万二=90.5)])
    assert [h.text for h in means] == ["一万", "一万二"]
    assert means[1].score < 90.0


def test_it_is_heard_from_ten_and_from_twenty_milliseconds_later():
    heard = []

    def hear(recognizer, sound):
        heard.append(len(sound))
        return hearing(对=1.0)

    again = SecondHearing(lambda: None, hear)
    assert again.result(None) is None
    again.begin(SOUND, hearing(对=4.0))
    assert again.result(None) == hearing(对=2.0)
    assert sorted(heard, reverse=True) == [9 * STEP_BYTES, 8 * STEP_BYTES]


def test_who_goes_on_is_not_answered_by_what_was_heard_of_the_beginning():
    heard = []
    begun, dropped = threading.Event(), threading.Event()

    def hear(recognizer, sound):
        heard.append(sound)
        begun.set()
        dropped.wait()
        return hearing(三千=1.0)

    again = SecondHearing(lambda: None, hear)
    again.begin(SOUND, hearing(三千=1.0))
    begun.wait()
    again.drop()
    assert again.result(None) is None
    dropped.set()
    again.begin(SOUND, hearing(三千=1.0))
    assert again.result(None) == hearing(三千=1.0)
    assert len(heard) == 3  # the other hearing of the beginning was given up


def test_nobody_waits_longer_than_that_for_being_heard_better():
    goes_on = threading.Event()

    def hear(recognizer, sound):
        if len(sound) < 9 * STEP_BYTES:
            goes_on.wait()
        return hearing(对=1.0)

    again = SecondHearing(lambda: None, hear)
    again.begin(SOUND, hearing(对=4.0))
    assert again.result(0.2) == hearing(对=2.5)
    goes_on.set()
    assert again.result(None) == hearing(对=2.0)
