"""`voicebot bench echo` counts what an ear tells: a bad ear has bad figures."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from voicebot.config import load_settings
from voicebot.operations import echo
from voicebot.speech.events import Interrupted, Noticed, Quiet, Utterance
from voicebot.speech.hypotheses import Heard

SETTINGS = load_settings(Path(__file__).parents[2] / "config.yaml")
HALF_A_MINUTE = 0.5
# Three events in each scene of half a minute.
EVERY_S = 8.0


class AnEar:
    """Tells the same every eight seconds, whatever sounds; `tells` are (seconds later, event)."""

    def __init__(self, on_event, tells):
        self._due = [
            (round(n * EVERY_S + late_s, 2), event) for n in (1, 2, 3) for late_s, event in tells
        ]
        self._on_event = on_event

    def listen(self, _listen): ...

    def process(self, _near, _far, now):
        while self._due and now >= self._due[0][0]:
            at, event = self._due.pop(0)
            self._on_event(event(at))


def noticed(at):
    return Noticed(at)


def softer(at):
    return Noticed(at, near=False)


def nothing_heard(at):
    return Utterance(Heard("", 0.0), at - 1, at, at)


def word_of_attention(at):
    return Utterance(Heard("嗯", 1.0), at - 1, at, at)


def words(at):
    return Utterance(Heard("查余额", 1.0), at - 1, at, at)


@pytest.fixture()
def figures(monkeypatch):
    def of(*tells):
        monkeypatch.setattr(
            echo, "Listener", lambda _model, _known, _settings, on_event: AnEar(on_event, tells)
        )
        return echo.measure_echo(SETTINGS, HALF_A_MINUTE, seeds=1)

    return of


def test_an_ear_that_hears_nobody_finds_no_caller(figures):
    deaf = figures()
    assert (deaf["callers"], deaf["callers_found"], deaf["false_stops"]) == (3, 0, 0)
    assert deaf["targets"]["callers found"].endswith("NOT MET")
    assert deaf["onset_to_silence_ms"] == {}


@pytest.mark.parametrize(
    "told", [(Interrupted, nothing_heard), (words,), (noticed, Interrupted, words)]
)
def test_each_stop_by_the_echo_is_counted_once(figures, told):
    nervous = figures(*((0.1 * n, event) for n, event in enumerate(told)))
    assert nervous["false_stops"] == 3
    assert nervous["targets"]["false stops"].endswith("NOT MET")


@pytest.mark.parametrize("nothing", [Quiet, nothing_heard, word_of_attention])
def test_the_seconds_in_which_the_echo_holds_the_bot_are_counted(figures, nothing):
    held = figures((0.0, noticed), (0.2, nothing))
    assert held["false_stops"] == 0
    assert (held["held_for_a_moment"], held["held_a_minute"]) == (3, 6.0)
    assert held["held_s"] == pytest.approx(3 * 0.2, abs=0.07)
    assert held["phrases_begun_again"] == 0


def test_a_phrase_that_the_echo_makes_begin_again_is_told(figures):
    assert figures((0.0, noticed), (0.3, Quiet))["phrases_begun_again"] == 3


def test_a_bot_that_only_becomes_softer_is_not_silent(figures):
    ducked = figures((0.0, softer), (0.5, Quiet))
    assert (ducked["held_for_a_moment"], ducked["onset_to_silence_ms"]) == (0, {})


def test_a_stop_while_nobody_speaks_is_counted_among_callers_too(figures):
    # Of six times some are no caller's: each has to be found in one place or the other.
    nervous = figures((0.0, words), (4.0, words))
    assert nervous["callers_found"] + nervous["stopped_between_callers"] == 6
    assert nervous["stopped_between_callers"] >= 3


def test_who_is_found_and_then_taken_for_a_noise_was_not_answered(figures):
    def half_a_word(at):
        return Utterance(Heard("二", 0.5), at - 0.3, at, at)

    everywhere = [0.5 * n for n in range(16)]
    ignored = figures(*((late_s, half_a_word) for late_s in everywhere))
    answered = figures(*((late_s, words) for late_s in everywhere))
    assert ignored["callers_answered"] == 0 < answered["callers_answered"]


def test_callers_speak_in_the_first_seconds_and_behind_a_jump_and_never_over_each_other():
    said = echo._Said("", np.zeros(2 * echo.RATE_HZ, dtype=np.int16))
    scenes = [list(echo._speaking([said], np.random.default_rng(seed))) for seed in range(20)]
    times = [one.when for scene in scenes for one in scene]
    assert times.count("in_the_first_3_s") >= 5
    assert times.count("after_a_jump") >= 5
    assert len(times) == 60
    for scene in scenes:
        for one, following in pairwise(scene):
            assert one.ended_at + echo.BACK_S < following.at


def test_the_real_ear_is_not_stopped_by_half_a_minute_of_echo_and_finds_the_callers():
    figures = echo.measure_echo(SETTINGS, HALF_A_MINUTE, seeds=1)
    assert figures["false_stops"] == 0
    assert figures["callers_found"] >= 2
