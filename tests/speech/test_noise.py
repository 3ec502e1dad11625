"""When a line is called noisy: levels in, judgement out."""

import pytest

from voicebot.speech.noise import LineNoise


def line(voice, noise, seconds=2.0):
    heard = LineNoise()
    for _ in range(int(seconds * 50)):
        heard.process(voice, 0.9)
        heard.process(noise, 0.0)
    return heard


@pytest.mark.parametrize(
    "voice, noise, noisy", [(2000, 20, False), (2000, 500, False), (2000, 700, True)]
)
def test_a_line_is_noisy_when_the_voice_hardly_stands_out(voice, noise, noisy):
    assert line(voice, noise).is_noisy is noisy


def test_a_soft_caller_on_a_quiet_line_is_not_noisy():
    assert not line(100, 5).is_noisy


def test_nothing_is_said_of_a_line_before_it_was_heard_for_a_while():
    assert not line(2000, 1500, seconds=0.5).is_noisy


def test_what_may_or_may_not_be_speech_does_not_count():
    heard = line(2000, 20)
    for _ in range(500):
        heard.process(3000, 0.3)
    assert not heard.is_noisy
