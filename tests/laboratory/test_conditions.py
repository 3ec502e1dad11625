"""What the laboratory does to a voice, and that it does the same every time."""

import numpy as np
import pytest

from voicebot.laboratory.conditions import CONDITIONS, Surroundings, a_law, loss, noise
from voicebot.laboratory.noises import NOISES
from voicebot.laboratory.samples import RATE_HZ

SECOND = (0.14 * np.sin(2 * np.pi * 1000 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)


def around(seed=1):
    return Surroundings(np.random.default_rng(seed), [SECOND])


def rms(sound):
    return float(np.sqrt(np.mean(np.square(sound))))


@pytest.mark.parametrize("condition", CONDITIONS, ids=lambda condition: condition.name)
def test_the_same_seed_gives_the_same_sound(condition):
    first, second = (condition.apply(SECOND, around()) for _ in range(2))
    assert np.array_equal(first, second)
    assert np.abs(first).max() <= 1


def test_the_telephone_keeps_speech_and_drops_what_is_above_its_band():
    high = (0.14 * np.sin(2 * np.pi * 6000 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32)
    assert rms(a_law(SECOND, around())) == pytest.approx(rms(SECOND), rel=0.1)
    assert rms(a_law(high, around())) < rms(high) / 30


@pytest.mark.parametrize("kind", NOISES)
def test_noise_is_as_loud_as_the_ratio_says(kind):
    noisy = noise(SECOND, around(), kind=kind, snr_db=10)
    assert 20 * np.log10(rms(SECOND) / rms(noisy - SECOND)) == pytest.approx(10, abs=0.7)


def test_as_many_packets_are_lost_as_are_asked_for():
    minute = np.tile(SECOND, 60)
    lost = loss(minute, around(), share=0.1).reshape(-1, RATE_HZ // 50)
    assert np.mean(~lost.any(axis=1)) == pytest.approx(0.1, abs=0.03)
