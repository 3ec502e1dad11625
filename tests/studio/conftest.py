"""Sounds as a studio makes them, from numbers: a voice, silence around it, and what goes wrong."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from voicebot.cli import app
from voicebot.config import load_settings, save_settings
from voicebot.studio.sound import Sound
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]

RATE_HZ = 48_000
# Loud vowels with short closures between them, about five a second, as Mandarin has.
SYLLABLE_S, CLOSURE_S = 0.17, 0.03


def voice(syllables=6, hz=220.0, level=0.2, stretch=1.0):
    """A voice of so many syllables, 48 kHz, without any silence around it."""
    length = int(SYLLABLE_S * stretch * RATE_HZ)
    times = np.arange(length) / RATE_HZ
    tone = sum(np.sin(2 * np.pi * hz * k * times) / k for k in range(1, 12))
    fade = np.minimum(1, np.minimum(times, times[::-1]) / 0.01)
    closure = np.zeros(int(CLOSURE_S * stretch * RATE_HZ))
    spoken = np.concatenate([tone * fade, closure] * syllables)
    return spoken / np.abs(spoken).max() * level


def silence(seconds=0.5):
    return np.zeros(int(seconds * RATE_HZ))


def room(length, db=-80.0):
    """The noise of a quiet room."""
    return np.random.default_rng(1).standard_normal(length) * 10 ** (db / 20)


def mains(length, db, harmonics=(50, 100, 150)):
    times = np.arange(length) / RATE_HZ
    gain = np.sqrt(2 / len(harmonics)) * 10 ** (db / 20)
    return gain * sum(np.sin(2 * np.pi * hz * times + hz) for hz in harmonics)


def recorded(spoken=None, lead=0.5, tail=0.5, room_db=-80.0, hum_db=None):
    """A take as it comes from the microphone."""
    spoken = voice() if spoken is None else spoken
    samples = np.concatenate([silence(lead), spoken, silence(tail)])
    samples = samples + room(len(samples), room_db)
    if hum_db is not None:
        samples = samples + mains(len(samples), hum_db)
    return Sound(samples.clip(-1, 1), RATE_HZ)


@pytest.fixture
def settings(tmp_path):
    """An installation with one file of wording and no recordings."""
    wording = tmp_path / "prompts"
    wording.mkdir()
    (wording / "a.yml").write_text(
        "responses:\n  utter_a:\n  - text: 请问转给谁？\n"
        "  utter_b:\n  - text: 转给{payee}，金额{amount}。对吗？\n",
        encoding="utf-8",
    )
    trial = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    speech = trial.speech.copy(update={"prompts": tmp_path / "recordings"})
    save_settings(
        trial.copy(update={"prompts": wording, "speech": speech}), tmp_path / "config.yaml"
    )
    return load_settings(tmp_path / "config.yaml")


@pytest.fixture
def studio(settings):
    """`voicebot studio …` of the installation."""

    def command(*words):
        config = ["--config", str(settings.root / "config.yaml")]
        result = CliRunner().invoke(app, ["studio", *map(str, words), *config])
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result

    return command
