"""No piece of a sentence jumps out of it: recorded and synthetic voices are equally loud."""

from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from voicebot.speech.level import LEVEL_DB, active_level_db, levelled
from voicebot.speech.voice import SyntheticVoice

PROMPTS = Path(__file__).parents[2] / "audio" / "prompts"
RATE_HZ = 16_000


def voice_like(seconds, amplitude=0.1):
    times = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    return amplitude * np.sin(2 * np.pi * 180 * times) * (1 + 0.3 * np.sin(2 * np.pi * 4 * times))


def test_every_recorded_line_is_within_two_decibels_of_the_common_level():
    levels = {f.name: active_level_db(soundfile.read(f)[0]) for f in PROMPTS.glob("*.flac")}
    assert len(levels) > 400
    assert {name: db for name, db in levels.items() if abs(db - LEVEL_DB) > 2} == {}


@pytest.mark.parametrize("text", ["欧阳娜娜", "七", "请您带上身份证，到宁城银行金凤支行办理"])
def test_a_synthetic_word_is_as_loud_as_the_recordings(text, tmp_path):
    sound = SyntheticVoice(tmp_path).render(text)
    assert active_level_db(sound / 32768) == pytest.approx(LEVEL_DB, abs=2)


def test_pauses_do_not_make_a_line_quieter():
    sound = voice_like(1.0)
    with_pauses = np.concatenate([sound, np.zeros(RATE_HZ), sound])
    assert active_level_db(with_pauses) == pytest.approx(active_level_db(sound), abs=0.1)


@given(st.floats(0.001, 0.6))
def test_any_take_comes_to_the_common_level(amplitude):
    assert active_level_db(levelled(voice_like(0.5, amplitude))) == pytest.approx(LEVEL_DB, abs=0.1)


def test_silence_stays_silence():
    assert not levelled(np.zeros(RATE_HZ)).any()
    assert active_level_db(np.zeros(0)) == float("-inf")
