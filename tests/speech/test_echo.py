"""What is taken for the echo of the bot, frame by frame: levels in, a judgement out."""

import numpy as np
import pytest

from voicebot.speech.echo import EchoLevel

FRAME = 320


def frame(rms):
    return np.full(FRAME, rms, dtype=np.int16)


def hear(level, seconds, near, far):
    """Seconds of a constant level each; what is judged at the end."""
    for _ in range(round(seconds * 50)):
        level.process(frame(near), frame(far))
    return level.may_be_echo


@pytest.mark.parametrize("near, is_echo", [(200, True), (260, True), (400, False), (2000, False)])
def test_a_caller_is_louder_than_the_echo_was(near, is_echo):
    level = EchoLevel()
    hear(level, 5, near=200, far=2000)
    assert hear(level, 0.2, near, far=2000) is is_echo


def test_the_echo_outlasts_the_prompt_by_its_delay_and_no_longer():
    level = EchoLevel()
    hear(level, 5, near=200, far=2000)
    assert hear(level, 0.6, near=200, far=0)
    assert not hear(level, 0.4, near=200, far=0)


def test_before_the_line_is_known_only_a_loud_voice_is_a_caller():
    assert hear(EchoLevel(), 0.2, near=1200, far=2000)
    assert not hear(EchoLevel(), 0.2, near=1600, far=2000)


def test_a_caller_who_spoke_over_the_prompt_does_not_hide_the_next_one():
    level = EchoLevel()
    hear(level, 6, near=200, far=2000)
    hear(level, 1.5, near=2000, far=2000)
    assert not hear(level, 0.5, near=1000, far=2000)
