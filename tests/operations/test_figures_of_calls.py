"""What is counted of calls that were placed: late, lost and broken ones cannot hide."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from voicebot.operations import capacity, interruptions, latency
from voicebot.operations.capacity_verdict import ACTIONS, DIALOGUE, WORKER, Level, conclude
from voicebot.operations.scripted_call import CallReport

PARTS_MS = {"end_of_turn": 200, "recognition": 50, "dialogue": 60, "voice": 10, "line": 80}
CPU = {WORKER: 90.0, DIALOGUE: 30.0, ACTIONS: 12.0}
HELD = Level(1, 8, 8, 40, (400.0,) * 38 + (900.0,) * 2, PARTS_MS, CPU, 50)


def turn(first_sound_ms, by="voice", parts=True):
    parts_ms = {"end_of_turn": 200, "recognition": 50, "dialogue": 60, "voice": 10}
    return {
        "by": by,
        "caller": "查余额",
        "first_sound_ms": first_sound_ms,
        "parts_ms": parts_ms if parts else None,
    }


# bench interruptions ----------------------------------------------------------------------------


def test_every_interruption_counts_and_a_bot_that_talks_on_is_not_met():
    steps = [{"silence_ms": 90.0}, {"silence_ms": None}, {"step": "wait"}, {"silence_ms": 400.0}]
    report = CallReport(Path("call"), {"steps": steps})
    assert interruptions._silences_ms(report) == [90.0, 400.0]
    figures = interruptions._figures([90.0, 400.0])
    assert figures["onset_to_silence_ms"] == {"p50": 90, "p95": 400}
    assert figures["targets"]["onset to silence p95"].endswith("≤ 150 ms   NOT MET")
    assert interruptions._figures([90.0])["targets"]["onset to silence p95"].endswith("ms   met")


# bench latency ----------------------------------------------------------------------------------


def test_the_line_is_what_the_parts_leave_and_late_answers_miss_what_is_wanted():
    found = [turn(400.0)] * 180 + [turn(900.0)] * 20 + [turn(120.0, "keys"), turn(None)]
    figures = latency._document(found)
    assert figures["speech"]["turns"] == 200
    assert figures["speech"]["ms"]["first_sound"] == {"p50": 400, "p95": 900}
    assert figures["speech"]["ms"]["line"] == {"p50": 80, "p95": 580}
    assert figures["unanswered"] == 1
    verdicts = {name: line.split("   ")[-1] for name, line in figures["targets"].items()}
    assert verdicts == {
        "spoken turns": "met",
        "speech, first sound p50": "met",
        "speech, first sound p95": "NOT MET",
        "keys, first sound p95": "met",
    }


def test_who_was_never_answered_meets_nothing():
    targets = latency._document([turn(None)])["targets"]
    assert all(line.endswith("NOT MET") for line in targets.values())


# bench calls ------------------------------------------------------------------------------------


def test_calls_are_held_if_all_are_served_and_nineteen_of_twenty_answers_come_in_time():
    assert HELD.held
    assert HELD.document()["first sound p95"].endswith("wanted ≤ 800 ms   met")


@pytest.mark.parametrize(
    "not_held, why",
    [
        (replace(HELD, first_sounds_ms=(400.0,) * 37 + (900.0,) * 3), "answers come too late"),
        (replace(HELD, completed=7), "1 of 8 calls broke off"),
        (replace(HELD, spoken=42), "2 turns had no answer"),
        (replace(HELD, spoken=39, first_sounds_ms=(400.0,) * 39), "39 turns are too few to tell"),
        (replace(HELD, first_sounds_ms=()), "40 turns had no answer"),
    ],
)
def test_calls_are_not_held_for_a_reason_that_is_told(not_held, why):
    assert not not_held.held
    assert not_held.document()["held"] == f"NO: {why}"


def test_the_end_tells_how_many_are_held_and_which_part_grew_most():
    slow = {**PARTS_MS, "dialogue": 480, "line": 120}
    two, four = replace(HELD, calls=2), replace(HELD, calls=4)
    eight = replace(HELD, calls=8, first_sounds_ms=(900.0,) * 40, parts_ms=slow)
    told = conclude([HELD, two, four, eight])
    assert told["held by one process"] == "4 calls; more were not tried"
    assert told["held by this machine"] == "4 calls; 8 are too many"
    assert told["the limit"] == (
        "dialogue: +420 ms a turn from 1 to 8 calls"
        " (of a core: dialogue 30 %, actions and bank 12 %)"
    )


def test_what_is_held_by_luck_above_a_number_that_is_not_does_not_count():
    late = replace(HELD, calls=2, first_sounds_ms=(900.0,) * 40)
    assert conclude([HELD, late, replace(HELD, calls=4)])["held by this machine"].startswith("1 ")


def test_one_number_of_calls_tells_no_limit():
    assert conclude([HELD])["the limit"].startswith("unknown")


def test_parts_are_those_of_spoken_turns_and_the_line_is_the_rest():
    spoken = {"event": "timed", "by": "voice", "end_of_turn_ms": 200, "recognition_ms": 50}
    spoken |= {"dialogue_ms": 60, "voice_ms": 10}
    keyed = {**spoken, "by": "key", "dialogue_ms": 9000}
    events = [spoken, keyed, {"event": "heard"}, {**spoken, "dialogue_ms": 80}]
    means = capacity.mean_parts_ms([400.0, 420.0], events)
    assert means == {"end_of_turn": 200, "recognition": 50, "dialogue": 70, "voice": 10, "line": 80}
    assert capacity.mean_parts_ms([], events) == capacity.mean_parts_ms([400.0], []) == {}


class Placed:
    """A call of five spoken turns, over at once; the last has no answer if it is `deaf`."""

    deaf = False
    running = False

    def __init__(self, _uri, _script, _samples, folder):
        self.folder = folder
        Placed.folders.append(folder)

    def report(self):
        times = [400.0] * 4 + [None if Placed.deaf else 500.0]
        steps = [{"step": "say", "first_sound_ms": ms} for ms in times] + [{"step": "wait"}]
        return CallReport(self.folder, {"ok": not Placed.deaf, "steps": steps})


@pytest.fixture()
def placed(monkeypatch, tmp_path):
    """The figures of so many calls at once that are over at once."""
    Placed.folders, Placed.deaf = [], False
    monkeypatch.setattr(capacity, "CallInProgress", Placed)
    monkeypatch.setattr(capacity, "APART_S", 0.0)
    monkeypatch.setattr(capacity.Rounds, "_cpu_s", lambda self: Counter())
    trial = SimpleNamespace(
        root=tmp_path, recordings=tmp_path / "recordings", sip=SimpleNamespace(port=5060)
    )
    service = SimpleNamespace(private_bytes=0)
    return lambda calls: capacity.Rounds(service, trial, tmp_path, calls).measure()


def test_calls_are_placed_again_until_there_are_turns_enough_for_a_p95(placed):
    level = placed(2)
    assert (level.placed, level.spoken, level.first_sound_ms(95)) == (8, 40, 500)
    assert len(set(Placed.folders)) == 8
    assert level.held


def test_turns_without_an_answer_and_calls_that_break_off_are_not_lost(placed):
    Placed.deaf = True
    level = placed(8)
    assert (level.completed, level.spoken, len(level.first_sounds_ms)) == (0, 40, 32)
    assert not level.held


def test_a_level_ends_in_time_although_nobody_answers(placed, monkeypatch):
    monkeypatch.setattr(capacity, "LEVEL_S", 0.0)
    assert placed(1).placed == 1
