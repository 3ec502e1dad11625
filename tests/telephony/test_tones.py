"""Keys as tones, on lines that send them no other way."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.telephony.keys import KeyPresses
from voicebot.telephony.sounds import key_tone
from voicebot.telephony.tones import FRAME, ToneDetector

CALLERS = Path(__file__).parents[2] / "audio" / "callers"
QUIET = np.zeros(FRAME * 5, dtype=np.int16)


def keys_in(sound):
    detector = ToneDetector()
    frames = (sound[at : at + FRAME] for at in range(0, len(sound) - FRAME + 1, FRAME))
    return "".join(key for frame in frames if (key := detector.process(frame)))


@pytest.mark.parametrize("key", "0123456789*#")
def test_every_key_is_found_once(key):
    assert keys_in(np.concatenate([QUIET, key_tone(key), QUIET])) == key


def test_the_same_key_twice_is_two_keys():
    assert keys_in(np.concatenate([key_tone("7"), key_tone("7")])) == "77"


def test_a_key_is_found_in_noise_and_at_a_low_level():
    noise = np.random.default_rng(1).normal(0, 60, FRAME * 20)
    sound = np.concatenate([QUIET, key_tone("5") // 8, QUIET]).astype(np.float64)
    assert keys_in((sound + noise[: len(sound)]).astype(np.int16)) == "5"


def test_nothing_that_callers_say_is_a_key():
    files = sorted(CALLERS.glob("*.flac"))
    found = {}
    for file in files:
        sound, _ = soundfile.read(file, dtype="int16")
        if keys := keys_in(sound):
            found[file.name] = keys
    assert len(files) > 200
    assert found == {}


def test_a_press_that_comes_in_two_ways_is_one_press():
    presses = KeyPresses()
    assert presses.arrives("5", "rfc4733", now=10.0)
    assert not presses.arrives("5", "tone", now=10.2)


def test_two_presses_in_one_way_are_two():
    presses = KeyPresses()
    assert presses.arrives("5", "rfc4733", now=10.0)
    assert presses.arrives("5", "rfc4733", now=10.2)


def test_a_press_long_after_in_another_way_is_another():
    presses = KeyPresses()
    assert presses.arrives("5", "rfc4733", now=10.0)
    assert presses.arrives("5", "tone", now=11.0)
