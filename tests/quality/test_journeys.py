"""Whole calls are walked by the gate, and what went otherwise is told without a PIN."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from voicebot.config import ConfigError, load_settings
from voicebot.dialogue.actions.flows import load_flows
from voicebot.quality import journeys
from voicebot.quality.gate import Gate
from voicebot.quality.journeys import Journey, Step, load_journeys, walk
from voicebot.quality.side import Side
from voicebot.speech.wording import load_responses

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "nlu_data" / "tests" / "journeys"
BALANCE = Journey(
    "balance",
    "13909510001",
    (Step("查余额", ("utter_ask_pin",)), Step("key:246810", ("utter_balance", "utter_end"))),
)


class Dialogue:
    """Answers what it was given, one after the other."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = iter(answers)

    def __enter__(self) -> Dialogue:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def ring(self, _caller: str) -> dict[str, object]:
        return {"listen": "open", "prompts": ["utter_greet"]}

    def type(self, _text: str) -> dict[str, object]:
        prompts = next(self.answers)
        return {"listen": "secret" if "utter_ask_pin" in prompts else "open", "prompts": prompts}


def broken(monkeypatch, *answers: list[str]) -> dict[str, str]:
    monkeypatch.setattr(journeys, "Chat", lambda *_: Dialogue(*answers))
    return walk(load_settings(ROOT / "config.yaml"), [BALANCE], print)


def test_a_journey_holds_when_all_that_must_be_heard_is_heard_in_order(monkeypatch):
    said = ["utter_balance", "utter_hint", "utter_end"]
    assert broken(monkeypatch, ["utter_ask_pin"], said) == {}


def test_what_came_instead_is_told_and_the_pin_is_not(monkeypatch):
    told = broken(monkeypatch, ["utter_ask_pin"], ["utter_end", "utter_balance"])["balance"]
    assert told == "after key:•••• comes utter_end, utter_balance, not utter_balance, utter_end"


def side(**broken: str) -> Side:
    return Side("model", {}, Counter(), broken)


def test_a_journey_that_held_before_and_does_not_now_is_worse():
    before, after = side(order="after 百合 comes x"), side(order="after x", transfer="after y")
    gate = Gate(before, after, 0)
    assert gate.worse == ["transfer held: now after y"]
    assert gate.still_broken == ["order: after x"]


def test_every_service_that_does_something_is_done_in_a_journey():
    flows = load_flows(ROOT / "nlu_data" / "flows").values()
    offered = {flow.then for flow in flows}
    heard = {name for one in load_journeys(FOLDER) for step in one.steps for name in step.hears}
    assert {flow.done for flow in flows if flow.done and flow.name not in offered} - heard == set()
    assert heard - set(load_responses(ROOT / "prompts")) == set()


def test_a_journey_that_cannot_be_walked_is_told_with_its_line(tmp_path):
    (tmp_path / "a.yml").write_text("journeys:\n- journey: a\n  caller: ''\n  steps: [{says: a}]\n")
    with pytest.raises(ConfigError, match=r"a\.yml:4: .*hears"):
        load_journeys(tmp_path)
