"""At the microphone, with a sound card that plays what a speaker does."""

import sys
from types import SimpleNamespace

import numpy as np
import pytest

from tests.studio.conftest import RATE_HZ, room, silence, voice
from voicebot.studio.booth import BLOCK_S, Ending, meter

LINE = "请问转给谁"
COUNT_S = 3


class Microphone:
    """Hears the samples, then the room for ever."""

    def __init__(self, samples, lost=False):
        self.samples, self.lost, self.read_s = samples, lost, 0.0

    def read(self, frames):
        self.read_s += frames / RATE_HZ
        block, self.samples = self.samples[:frames], self.samples[frames:]
        block = np.pad(block, (0, frames - len(block))) + room(frames)
        return block.reshape(-1, 1), self.lost

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


@pytest.fixture
def speaks(monkeypatch):
    """Puts a microphone in that hears these samples behind the count."""

    def plug_in(samples, **how):
        microphone = Microphone(np.concatenate([silence(COUNT_S), samples]), **how)
        card = SimpleNamespace(
            check_input_settings=lambda **_: None,
            InputStream=lambda **_: microphone,
            PortAudioError=RuntimeError,
        )
        monkeypatch.setitem(sys.modules, "sounddevice", card)
        return microphone

    return plug_in


def test_the_text_the_count_and_the_level_are_shown_and_a_take_is_kept(studio, speaks):
    microphone = speaks(np.concatenate([silence(0.4), voice(5)]))
    shown = studio("record", LINE, "--by", "王老师").stdout
    assert shown.index(LINE) < shown.index("\r3 ") < shown.index("\r1 ") < shown.index("\rspeak")
    assert "####" in shown and "take 1 is kept" in shown
    assert microphone.read_s == pytest.approx(COUNT_S + 0.4 + 1.0 + 1.2, abs=0.15)
    assert "王老师" in studio("takes", LINE).stdout


def test_a_pause_inside_a_line_does_not_end_it():
    ending = Ending(longest_s=20)
    levels = [-20] * 20 + [-70] * int(1.0 / BLOCK_S) + [-20] * 20
    assert not any(ending.hear(level) for level in levels)
    after = [ending.hear(-70) for _ in range(30)]
    assert after.index(True) * BLOCK_S == pytest.approx(1.2, abs=0.06)


def test_who_says_nothing_is_told_and_nothing_is_kept(studio, speaks):
    speaks(silence())
    result = studio("record", LINE, "--by", "王老师")
    assert result.exit_code == 1 and "nothing was heard" in result.output
    assert "no takes yet" in studio("takes", LINE).stdout


def test_sound_that_was_lost_is_told(studio, speaks):
    speaks(voice(5), lost=True)
    assert "record again" in studio("record", LINE, "--by", "王老师").output


def test_without_a_sound_card_another_way_is_told(studio, monkeypatch):
    def nothing(**_):
        raise ValueError("no input device")

    card = SimpleNamespace(check_input_settings=nothing, PortAudioError=RuntimeError)
    monkeypatch.setitem(sys.modules, "sounddevice", card)
    result = studio("record", LINE, "--by", "王老师")
    assert result.exit_code == 1
    assert "plug a headset in" in result.output and "voicebot studio take" in result.output


def test_the_meter_warns_before_full_scale():
    assert "too loud" in meter(np.full(2400, 0.8))
    assert "too loud" not in meter(np.full(2400, 0.4))
    bars = [meter(np.full(2400, level)).count("#") for level in (0.0, 0.01, 0.1, 1.0)]
    assert bars == [0, 10, 20, 30]
