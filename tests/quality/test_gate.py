"""Both dialogues pass the same tests; what was measured of one is not measured again."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from voicebot.bank.tables import CallTurn
from voicebot.config import Settings, load_settings
from voicebot.operations.evaluation import Evaluation
from voicebot.quality import gate
from voicebot.quality.exam import CorrectedTurn, Exam
from voicebot.quality.gate import Gate, Measuring
from voicebot.quality.reviews import Correction
from voicebot.quality.side import Side
from voicebot.quality.stories import count_stories
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "nlu_data" / "tests"
CONFUSED = Counter({("ask_balance", "ask_balance"): 3, ("ask_balance", "transfer"): 1})


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return for_trial(load_settings(ROOT / "config.yaml"), tmp_path)


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What takes long, as it is done."""
    done: list[str] = []

    class Understood:
        agent = None

        def __init__(self, *_: object) -> None:
            done.append("loads")

    def hears(*_: object) -> bool:
        done.append("hears")
        return True

    def walk(*_: object) -> dict[str, str]:
        done.append("walks")
        return {"order": "after 百合 comes x"}

    evaluation = Evaluation(4, {"intent_accuracy": 75.0}, [], CONFUSED)
    monkeypatch.setattr(gate, "Understanding", Understood)
    monkeypatch.setattr(gate, "evaluate_on", lambda *_: evaluation)
    monkeypatch.setattr(gate, "broken_stories", lambda *_: {"bill": "another action"})
    monkeypatch.setattr(gate, "walk", walk)
    monkeypatch.setattr(gate, "is_right", hears)
    monkeypatch.setattr("voicebot.quality.gate.SpeechModel.load", lambda _settings: None)
    return done


def turn(number: int, said: str) -> CorrectedTurn:
    correction = Correction(CallTurn(id=number), said, "ask_balance", "王老师")
    return CorrectedTurn(correction, np.zeros(16, dtype=np.int16))


def measured(settings: Settings, exam: Exam) -> Side:
    with ThreadPoolExecutor() as other_core:
        return Measuring(settings, exam, other_core, lambda _line: None).measure()


def test_what_was_measured_by_the_same_tests_is_not_measured_again(settings, done):
    exam = Exam(TESTS, "tests", (turn(1, "查余额"),))
    first = measured(settings, exam)
    assert sorted(done) == ["hears", "loads", "walks"]
    assert first.confused == CONFUSED
    assert first.figures["stories_hold"] == 100 * (1 - 1 / count_stories(TESTS / "stories"))
    assert set(first.broken) == {"bill", "order"}
    done.clear()
    assert measured(settings, exam) == first
    assert done == []


def test_a_turn_that_was_corrected_since_is_the_only_one_that_is_heard(settings, done):
    exam = Exam(TESTS, "tests", (turn(1, "查余额"), turn(2, "查余额")))
    measured(settings, exam)
    done.clear()
    corrected = replace(exam, turns=(exam.turns[0], turn(2, "查一下余额")))
    assert measured(settings, corrected).figures["corrected_turns_right"] == 100.0
    assert done == ["loads", "hears"]


def test_other_tests_measure_everything(settings, done):
    measured(settings, Exam(TESTS, "tests", ()))
    done.clear()
    measured(settings, Exam(TESTS, "other tests", ()))
    assert sorted(done) == ["loads", "walks"]


def test_a_corrected_turn_that_is_still_wrong_is_named(settings, done, monkeypatch):
    monkeypatch.setattr(
        gate, "is_right", lambda _ear, _mind, turn: turn.correction.said == "查余额"
    )
    exam = Exam(TESTS, "tests", (turn(1, "查余额"), turn(2, "看看我的家底")))
    side = measured(settings, exam)
    told = "turn 2, “看看我的家底”, is not taken for ask_balance"
    assert Gate(side, side, 2).still_wrong == [told]
    assert side.figures["corrected_turns_right"] == 50.0
