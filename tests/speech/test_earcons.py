"""Earcons are few, short, soft and told apart, and never sound under speech (A21)."""

import runpy
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.config import ConfigError
from voicebot.conversation.turn import Prompt
from voicebot.speech.earcons import COMFORT, EARCONS, comfort, earcon, load_earcons
from voicebot.speech.prompts import PromptLibrary

FOLDER = Path(__file__).parents[2] / "audio" / "earcons"
RATE_HZ = 16_000


class NoVoice:
    def render(self, text):
        raise AssertionError(f"“{text}” was spoken")


@pytest.fixture
def library(tmp_path):
    return PromptLibrary(tmp_path, NoVoice(), load_earcons(FOLDER))


def notes(name):
    """The strongest frequency of each half of the sound."""
    sound, _ = soundfile.read(FOLDER / f"{name}.flac")
    halves = np.array_split(sound, 2)
    return tuple(
        int(np.argmax(np.abs(np.fft.rfft(half, RATE_HZ)))) for half in halves
    )  # one bin a hertz


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_is_short_soft_and_passes_every_telephone(name):
    sound, rate_hz = soundfile.read(FOLDER / f"{name}.flac")
    assert rate_hz == RATE_HZ
    assert 0.03 < len(sound) / RATE_HZ <= 0.15
    assert 20 * np.log10(np.abs(sound).max()) <= -25.9
    assert all(300 < hz < 3400 for hz in notes(name))


def test_earcons_are_told_apart_by_their_melody():
    assert len({notes(name) for name in EARCONS}) == len(EARCONS)
    (low, high), (before, after) = notes("done"), notes("error")
    assert high > low * 1.2 and after < before / 1.2


def test_every_earcon_is_documented():
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in table for name in EARCONS)


def test_the_committed_sounds_are_those_that_the_script_makes(tmp_path):
    script = tmp_path / "make.py"
    script.write_text((FOLDER / "make.py").read_text(encoding="utf-8"), encoding="utf-8")
    runpy.run_path(str(script), run_name="__main__")
    for name in EARCONS:
        made, committed = (soundfile.read(at / f"{name}.flac")[0] for at in (tmp_path, FOLDER))
        assert np.allclose(made, committed, atol=1e-4)


@pytest.mark.parametrize("rate", [0.5, 2.0])
def test_an_earcon_sounds_the_same_at_every_rate(library, rate):
    (phrase,) = library.phrases(earcon("done"))
    assert np.array_equal(phrase.sound(rate), phrase.sound(1.0))


@pytest.mark.parametrize("name", EARCONS)
def test_an_earcon_begins_at_once_and_stands_apart_from_the_words_behind_it(library, name):
    (phrase,) = library.phrases(earcon(name))
    sound = phrase.sound(1.0)
    audible = np.flatnonzero(np.abs(sound) > 50)
    assert audible[0] < 0.01 * RATE_HZ
    assert len(sound) - audible[-1] > 0.1 * RATE_HZ


def test_comfort_is_one_soft_tick_every_two_seconds(library):
    sound = np.concatenate(
        [phrase.sound(1.25) for tick in comfort(8) for phrase in library.phrases(tick)]
    )
    blocks = np.abs(sound.reshape(-1, 320)).max(axis=1) > 50
    ticks = np.flatnonzero(np.diff(blocks.astype(int)) == 1)
    assert len(sound) == 8 * RATE_HZ
    assert len(ticks) == 4
    assert set(np.diff(ticks)) <= {99, 100, 101}


def test_a_hotline_without_earcons_plays_none(tmp_path):
    library = PromptLibrary(tmp_path, NoVoice())
    assert list(library.phrases(earcon("done"))) == []
    assert list(library.phrases(Prompt(COMFORT, ""))) == []


@pytest.mark.parametrize(
    ("sound", "rate_hz", "told"),
    [
        (np.full(4000, 0.01), RATE_HZ, "150 ms"),
        (np.full(800, 0.2), RATE_HZ, "softer"),
        (np.full(800, 0.01), 8000, "16 kHz"),
        (None, 0, "release"),
    ],
)
def test_a_sound_of_the_bank_that_would_disturb_is_told_with_its_file(
    tmp_path, sound, rate_hz, told
):
    for name in EARCONS:
        (tmp_path / f"{name}.flac").write_bytes((FOLDER / f"{name}.flac").read_bytes())
    (tmp_path / "done.flac").unlink()
    if sound is not None:
        soundfile.write(tmp_path / "done.flac", sound, rate_hz)
    with pytest.raises(ConfigError, match=told):
        load_earcons(tmp_path)
