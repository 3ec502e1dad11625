"""Staff are told of keys that lead nowhere, options that nobody reaches, words that nobody hears."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest

from voicebot.config import Settings, load_settings
from voicebot.operations import check_menus
from voicebot.operations.check_hearing import hearing_problems
from voicebot.operations.check_menus import menu_problems
from voicebot.operations.program_names import ProgramNames
from voicebot.speech.wording import SLOT, load_responses
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
FILES = {
    "nlu_data/domain/a.yml": "intents: [ask_rate, menu_more, alerts_on, alerts_off]\n",
    "nlu_data/nlu/a.yml": "nlu:\n- intent: alerts_on\n  examples: |\n    - 开通短信\n"
    "- intent: ask_rate\n  examples: |\n    - 问利率\n",
    "nlu_data/flows/a.yml": "ask_rate: {needs: unknown, tells: knowledge}\n",
    "prompts/a.yml": """responses:
  utter_menu_more:
  - text: 开通短信，请按一。关闭短信，请按二。
    buttons:
    - {title: 开通, payload: /alerts_on}
    - {title: 关闭, payload: /alerts_off}
  utter_hint:
  - text: 问利率，请按一。其他的，请按二。
    buttons:
    - {title: 利率, payload: '/ask_rate{"option": "1"}'}
    - {title: 其他, payload: /menu_more}
""",
    "nlu_data/billers.yml": "water:\n  name: 水费\n  words: [水费]\n  number: 户号\n"
    "  digits: 10\n  paid: due\n",
    "nlu_data/purposes.yml": "办贷款: [贷款]\n",
    "nlu_data/entry_kinds.yml": "工资: [工资]\n",
    "nlu_data/commands.yml": (ROOT / "nlu_data" / "commands.yml").read_text(encoding="utf-8"),
}


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A menu that leads to another, and few words."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    # A program that says little.
    names = ProgramNames(frozenset({"utter_hint"}), frozenset({"payee"}))
    monkeypatch.setattr(check_menus, "ProgramNames", Mock(read=lambda: names))
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    places = {name: tmp_path / name for name in ("nlu_data", "prompts")}
    return settings.copy(update=places)


def change(settings: Settings, name: str, before: str, after: str) -> None:
    file = settings.root / name
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_menus_that_lead_somewhere_have_no_problem(settings):
    assert list(menu_problems(settings)) == []


@pytest.mark.parametrize(
    "before, after, told",
    [
        ("payload: /alerts_off", "payload: /alerts_of", "a.yml:6: 'utter_menu_more' sends /alerts_of"),
        ("payload: /alerts_off", "payload: /alerts_off, key: 1", "has the key 1 twice"),
        ("payload: /alerts_off", "payload: /alerts_off, key: 9", "the key 9, which is no key of a"),
        ("关闭短信，请按二", "关闭短信，请按三", "says the keys 1 3, its buttons have 1 2"),
        ("开通短信，", "开通{moon}，", "says {moon}, which nothing fills"),
        ("payload: /menu_more", "payload: /alerts_on", "'utter_menu_more' cannot be reached"),
    ],
)  # fmt: skip
def test_a_key_that_misleads_is_told_with_its_line_and_mend(settings, before, after, told):
    change(settings, "prompts/a.yml", before, after)
    assert any(told in problem for problem in menu_problems(settings))


def test_what_nobody_can_ask_for_is_told(settings):
    change(settings, "nlu_data/nlu/a.yml", "ask_rate", "alerts_on")
    assert any("a.yml:1: 'ask_rate' is reached by keys only" in p for p in menu_problems(settings))
    change(settings, "prompts/a.yml", '\'/ask_rate{"option": "1"}\'', "/alerts_on")
    assert any("a.yml:1: 'ask_rate' cannot be reached" in p for p in menu_problems(settings))


def test_a_response_that_callers_are_told_and_somebody_deleted_is_told(settings):
    change(settings, "prompts/a.yml", "utter_hint:", "utter_hind:")
    assert any("nobody wrote 'utter_hint'" in problem for problem in menu_problems(settings))


def test_the_program_knows_every_value_of_the_shipped_wording_and_says_only_what_is_written():
    names, shipped = ProgramNames.read(), load_responses(ROOT / "prompts")
    assert {
        slot for texts in shipped.values() for text in texts for slot in SLOT.findall(text)
    } <= names.values
    assert names.responses <= set(shipped)
    assert {"utter_option", "session_waiting"} <= names.responses


@pytest.mark.parametrize(
    "name, before, after, line",
    [("nlu/a.yml", "开通短信", "开通犇短信", 4), ("purposes.yml", "[贷款", "[贷款, 犇贷", 1)],
)
def test_a_word_that_cannot_be_heard_is_told_with_its_line_and_what_sounds_alike(
    settings, name, before, after, line
):
    assert list(hearing_problems(settings)) == []
    change(settings, f"nlu_data/{name}", before, after)
    (problem,) = hearing_problems(settings)
    assert f"{name}:{line}: cannot hear" in problem
    assert "犇: 奔、本、笨" in problem
    assert "voicebot words add" in problem
