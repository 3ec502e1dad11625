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


def voice(seed, frames=20):
    """Some sound of its own."""
    return np.random.default_rng(seed).normal(0, 1000, frames * FRAME).astype(np.int16)


def begins(near, far):
    """What is judged after the first moments of a call."""
    level = EchoLevel()
    for at in range(0, len(far), FRAME):
        level.process(near[at : at + FRAME], far[at : at + FRAME])
    return level.may_be_echo


@pytest.mark.parametrize("late_ms", [20, 130])
def test_before_the_line_is_known_what_was_sent_is_an_echo(late_ms):
    far = voice(1)
    echo = np.roll(far, late_ms * 16) // 2
    echo[: late_ms * 16] = 0
    assert begins(echo, far)
    assert begins(echo + voice(2) // 4, far)


def test_before_the_line_is_known_what_was_never_sent_is_a_caller():
    assert not begins(voice(2) // 4, voice(1))


def test_a_caller_who_spoke_over_the_prompt_does_not_hide_the_next_one():
    level = EchoLevel()
    hear(level, 6, near=200, far=2000)
    hear(level, 1.5, near=2000, far=2000)
    assert not hear(level, 0.5, near=1000, far=2000)
