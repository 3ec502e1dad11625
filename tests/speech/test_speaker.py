"""The mouth of a call: phrases in, frames out, stopped and resumed."""

import numpy as np
import pytest

from voicebot.speech.speaker import FRAME, Speaker
from voicebot.speech.tempo import change_tempo

RATE_HZ = 16_000


def tone(seconds, hz=200):
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return (np.sin(2 * np.pi * hz * times) * 8000).astype(np.int16)


def frames(speaker, count):
    return np.concatenate([speaker.next_frame() for _ in range(count)])


def test_phrases_are_joined_without_a_gap():
    speaker = Speaker(lambda mark: None)
    sound = tone(0.1)
    speaker.play(sound[:700])
    speaker.play(sound[700:])
    assert np.array_equal(frames(speaker, 5), sound)


def test_the_end_is_told_after_the_last_sound():
    told = []
    speaker = Speaker(told.append)
    speaker.play(tone(0.1))
    speaker.finish(7)
    frames(speaker, 4)
    assert told == []
    frames(speaker, 1)
    assert told == [7]


def test_stopping_is_silence_within_a_frame_and_without_a_click():
    speaker = Speaker(lambda mark: None)
    speaker.play(tone(1.0))
    frames(speaker, 5)
    speaker.stop()
    fading, after = speaker.next_frame(), frames(speaker, 5)
    assert abs(int(fading[-1])) < 200
    assert not after.any()


def test_what_was_stopped_is_not_told_as_finished():
    told = []
    speaker = Speaker(told.append)
    speaker.play(tone(0.1))
    speaker.finish(1)
    speaker.stop()
    frames(speaker, 10)
    assert told == []


def test_after_a_noise_the_prompt_goes_on_where_it_was():
    speaker = Speaker(lambda mark: None)
    sound = tone(0.4)
    speaker.play(sound)
    frames(speaker, 3)
    speaker.hold(1.0)
    fading, silent = speaker.next_frame(), frames(speaker, 4)
    speaker.go_on()
    rising, on = speaker.next_frame(), frames(speaker, 16)
    assert abs(int(fading[-1])) < 200 and rising[0] == 0
    assert not silent.any()
    assert np.array_equal(on, sound[4 * FRAME :])


def test_a_prompt_that_was_held_for_longer_says_its_phrase_again():
    speaker = Speaker(lambda mark: None)
    first, second = tone(0.2), tone(0.3, hz=300)
    speaker.play(first)
    speaker.play(second)
    frames(speaker, 10 + 7)
    speaker.hold(1.0)
    speaker.next_frame()
    assert not frames(speaker, 20).any()
    speaker.go_on()
    assert np.array_equal(frames(speaker, 15), second)


def test_for_somebody_in_the_room_the_prompt_is_softer_and_nothing_of_it_is_missed():
    speaker = Speaker(lambda mark: None)
    sound = tone(0.4)
    speaker.play(sound)
    frames(speaker, 2)
    speaker.duck()
    frames(speaker, 1)
    assert np.abs(frames(speaker, 4) - sound[3 * FRAME : 7 * FRAME] * 0.25).max() <= 1
    speaker.go_on()
    frames(speaker, 1)
    assert np.array_equal(frames(speaker, 4), sound[8 * FRAME : 12 * FRAME])


def test_a_prompt_that_nobody_lets_go_on_goes_on_softly_by_itself():
    speaker = Speaker(lambda mark: None)
    sound = tone(0.4)
    speaker.play(sound)
    frames(speaker, 3)
    speaker.hold(1.0)
    speaker.next_frame()
    assert not frames(speaker, 49).any()
    again = frames(speaker, 20)
    assert np.abs(again - sound * 0.25).max() <= 1


def test_a_prompt_is_over_once_however_often_it_was_interrupted():
    told = []
    speaker = Speaker(told.append)
    speaker.play(tone(0.1))
    speaker.finish(3)
    for _ in range(3):
        frames(speaker, 4)
        speaker.hold(1.0)
        frames(speaker, 20)
        speaker.go_on()
    assert told == []
    frames(speaker, 5)
    assert told == [3]


def test_phrases_count_as_said_only_when_they_were_played_to_their_end():
    speaker = Speaker(lambda mark: None)
    speaker.play(tone(0.1))
    speaker.play(tone(0.1))
    frames(speaker, 4)
    assert speaker.phrases_said == 0
    frames(speaker, 2)
    assert speaker.phrases_said == 1
    speaker.stop()
    frames(speaker, 10)
    assert speaker.phrases_said == 1


@pytest.mark.parametrize("rate", [0.5, 0.8, 1.25, 2.0])
def test_another_speed_changes_the_length_and_not_the_pitch(rate):
    slow = change_tempo(tone(2.0), rate)
    assert len(slow) == pytest.approx(2.0 * RATE_HZ / rate, rel=0.02)
    middle = slow[len(slow) // 4 : len(slow) // 4 + RATE_HZ // 2].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    assert np.argmax(spectrum) * RATE_HZ / len(middle) == pytest.approx(200, abs=8)


def test_the_normal_speed_changes_nothing():
    sound = tone(0.5)
    assert change_tempo(sound, 1.0) is sound
