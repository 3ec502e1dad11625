"""What is taken for the echo of the bot, and out of what is heard: frames in, a judgement out."""

import numpy as np
import pytest

from voicebot.speech.echo import EchoCanceller
from voicebot.speech.echo_delay import MARGIN, EchoDelay
from voicebot.speech.echo_level import EchoLevel
from voicebot.speech.echo_likeness import EchoLikeness, Likeness

FRAME = 320


def frame(rms):
    return np.full(FRAME, rms, dtype=np.int16)


def hear(level, seconds, near, far):
    """Seconds of a constant level each; what is judged at the end."""
    for _ in range(round(seconds * 50)):
        level.process(frame(near), frame(far))
    return level.is_soft


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


def voice(seed, seconds=0.4):
    """Some sound of its own."""
    return np.random.default_rng(seed).normal(0, 1000, int(seconds * 16_000)).astype(np.int16)


def late(sound, ms):
    """The same, so much later."""
    return np.concatenate([np.zeros(ms * 16, dtype=np.int16), sound])[: len(sound)]


def frames(near, far):
    for at in range(0, len(far), FRAME):
        yield near[at : at + FRAME], far[at : at + FRAME]


def begins(near, far):
    """What is judged after the first moments of a call."""
    canceller = EchoCanceller()
    for heard, sent in frames(near, far):
        canceller.clean(heard, sent)
    return canceller.may_be_echo


@pytest.mark.parametrize("late_ms", [20, 130])
def test_before_the_line_is_known_what_was_sent_is_an_echo(late_ms):
    far = voice(1)
    echo = late(far, late_ms) // 2
    assert begins(echo, far)
    assert begins(echo + voice(2) // 4, far)


def test_before_the_line_is_known_what_was_never_sent_is_a_caller():
    assert not begins(voice(2) // 4, voice(1))


@pytest.mark.parametrize("late_ms", [0, 130, 600])
def test_the_waves_tell_how_late_an_echo_is(late_ms):
    likeness, far = EchoLikeness(), voice(1, seconds=1.2)
    for heard, sent in frames(late(far, late_ms) // 4 + voice(2, seconds=1.2) // 8, far):
        likeness.add(heard, sent)
    look = likeness.look()
    assert look.late == late_ms * 16
    assert look.share > 0.8


def test_another_delay_is_believed_when_it_is_found_twice():
    delay = EchoDelay()
    delay.process(Likeness(0.6, 8000))
    assert delay.given == 0
    delay.process(Likeness(0.6, 8010))
    assert delay.given == 8010 - MARGIN
    delay.process(Likeness(0.2, 1000))
    delay.process(Likeness(0.2, 1000))
    assert delay.given == 8010 - MARGIN


def test_an_echo_is_taken_out_however_late_and_soon_after_its_delay_jumped():
    far = voice(1, seconds=9)
    jump = 7 * 16_000
    near = np.concatenate([late(far, 590)[:jump], late(far, 90)[jump:]]) // 4
    canceller = EchoCanceller()
    clean = np.concatenate([canceller.clean(*pair) for pair in frames(near, far)])
    for second in (6, 8):
        heard = clean[second * 16_000 : (second + 1) * 16_000]
        assert np.abs(heard).max() < np.abs(near).max() / 10


def test_a_caller_who_is_not_like_what_was_sent_is_passed_on_as_they_speak():
    far = voice(1, seconds=6)
    near = late(far, 100) // 4
    caller = voice(2, seconds=0.5) * 2
    near[-len(caller) :] += caller
    canceller = EchoCanceller()
    clean = np.concatenate([canceller.clean(*pair) for pair in frames(near, far)])
    assert (clean[-3200:] == near[-3200:]).all()
    assert not canceller.may_be_echo


def test_a_caller_who_spoke_over_the_prompt_does_not_hide_the_next_one():
    level = EchoLevel()
    hear(level, 6, near=200, far=2000)
    hear(level, 1.5, near=2000, far=2000)
    assert not hear(level, 0.5, near=1000, far=2000)
