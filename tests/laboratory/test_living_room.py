"""A prompt in a room with sounds in it: real sounds, the real ear, the real mouth."""

from itertools import cycle
from pathlib import Path

import numpy as np
import pytest
import soundfile

from voicebot.config import load_settings
from voicebot.laboratory.call import Ear
from voicebot.laboratory.conditions import Surroundings, a_law
from voicebot.laboratory.interjections import door, hum
from voicebot.laboratory.living_room import RoomCall
from voicebot.laboratory.samples import RATE_HZ
from voicebot.operations.television import _disturbed, _found
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import Utterance
from voicebot.speech.giving_way import WORDLESS_S
from voicebot.speech.hypotheses import Heard
from voicebot.speech.recognizer import SpeechModel

ROOT = Path(__file__).parents[2]
CALLERS = ROOT / "audio" / "callers"
# Long enough for five sounds over prompts.
CALL_S = 45


@pytest.fixture(scope="module")
def ear():
    settings = load_settings(ROOT / "config.yaml")
    known = Completeness.load(settings.nlu_data / "nlu")
    return Ear(SpeechModel.load(settings), known, settings.speech)


def on_the_telephone(name, softer_db=0.0):
    sound = soundfile.read(CALLERS / f"{name}.flac", dtype="float32")[0]
    heard = a_law(sound, Surroundings(np.random.default_rng(1), [])) * 10 ** (-softer_db / 20)
    return (heard.clip(-1, 1) * 32767).astype(np.int16)


def a_call(ear, sounds, seconds=CALL_S):
    """Prompts, a quiet line, and one of the sounds over a prompt every eight seconds."""
    files = sorted((ROOT / "audio" / "prompts").glob("nin-*.flac"))
    lines = [soundfile.read(file, dtype="int16")[0] for file in files]
    quiet = np.random.default_rng(3).normal(0, 8, seconds * RATE_HZ).astype(np.int16)
    call = RoomCall(ear, cycle([lines]), quiet, cycle(sounds))
    call.run()
    return call


@pytest.mark.parametrize("name", ["door", "cough", "hum"])
def test_a_prompt_goes_on_after_a_sound_that_is_no_word(ear, name):
    call = a_call(ear, [("", on_the_telephone(name, softer_db)) for softer_db in (0, 6, 12)])
    # Of five, at the loudness of words and softer; without `is_noise` it was three.
    assert call.false_answers <= 1
    assert max(call.silences) < WORDLESS_S + 0.75


def test_the_words_of_a_caller_silence_the_prompt_and_are_answered(ear):
    said = (("查余额", "yunxi-cha-yu-e"), ("转人工", "xiaobei-zhuan-ren-gong"))
    found = _found(a_call(ear, [(text, on_the_telephone(file)) for text, file in said]))
    assert found["sentences"] >= 4
    assert found["found"] == found["heard_exactly"] == found["sentences"]
    assert found["onset_to_silence_ms"]["p95"] <= 200
    assert found["taken_for_the_caller"] == 0


class AnEar:
    """Hears the same sentence every four seconds, whatever sounds."""

    def __init__(self, text, on_event):
        self._text, self._on_event = text, on_event

    def listen(self, _listen): ...

    def process(self, _near, _far, now):
        if round(now * 50) % 200 == 0:
            self._on_event(Utterance(Heard(self._text, 1.0), now - 1, now - 0.2, now))


@pytest.fixture()
def an_ear(monkeypatch):
    def hears(text):
        monkeypatch.setattr(
            "voicebot.laboratory.living_room.Listener",
            lambda _model, _known, _settings, on_event: AnEar(text, on_event),
        )
        return Ear(None, None, None)

    return hears


def test_whoever_is_heard_without_speaking_is_counted(an_ear):
    call = a_call(an_ear("查余额"), [("", np.zeros(0, dtype=np.int16))], seconds=20)
    assert _disturbed(call, minutes=1 / 3)["taken_for_the_caller_a_minute"] == 15.0


def test_a_caller_whom_the_ear_does_not_hear_is_counted_as_lost(an_ear):
    call = a_call(an_ear(""), [("查余额", np.full(8000, 1000, dtype=np.int16))], seconds=24)
    found = _found(call)
    assert (found["sentences"], found["found"], found["heard_exactly"]) == (2, 0, 0)


def test_other_words_than_the_callers_are_not_heard_exactly(an_ear):
    call = a_call(an_ear("转账"), [("查余额", np.full(4 * RATE_HZ, 1000, dtype=np.int16))])
    found = _found(call)
    assert found["found"] == found["sentences"] > 0
    assert found["heard_exactly"] == 0


@pytest.mark.parametrize("name, computed", [("door", door()), ("hum", hum())])
def test_the_sounds_in_the_folder_are_the_computed_ones(name, computed):
    kept = soundfile.read(CALLERS / f"{name}.flac", dtype="float32")[0]
    assert kept == pytest.approx(computed, abs=1e-3)
