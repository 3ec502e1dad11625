"""Terse, normal, detailed: fewer or more words, the same questions, keys and read-backs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa_sdk.executor import CollectingDispatcher

from voicebot.config import load_settings, read_yaml
from voicebot.dialogue.actions.action import utter
from voicebot.dialogue.actions.reply import Button, Reply
from voicebot.dialogue.channel import turn_of
from voicebot.operations.check_variants import variant_problems
from voicebot.speech.wording import VARIANT, in_wording, load_responses

from .conftest import ROOT, Caller

TEXTS = load_responses(ROOT / "prompts")
RESPONSES: dict[str, Any] = {
    name: variants[0]
    for path in (ROOT / "prompts").glob("*.yml")
    for name, variants in read_yaml(path)["responses"].items()
}


def uttered(reply: Reply, wording: str) -> dict[str, Any]:
    """The reply as Rasa hands it to the channel: what the action sends over what is written."""
    dispatcher = CollectingDispatcher()
    utter(dispatcher, reply, RESPONSES, wording)
    (sent,) = dispatcher.messages
    written = RESPONSES[sent["response"]]
    return {
        "utter_action": sent["response"],
        "text": written["text"],
        "buttons": [*written.get("buttons", ()), *sent["buttons"]],
        "custom": sent["custom"] or written.get("custom"),
    }


@pytest.mark.parametrize("wording", ["terse", "detailed", "keyed"])
@pytest.mark.parametrize("response", [name for name in RESPONSES if VARIANT not in name])
def test_keys_and_what_is_listened_for_are_the_same_in_every_wording(
    response: str, wording: str
) -> None:
    option = Button("别的", "/more_options")
    normal = turn_of([uttered(Reply(response, {}, (option,)), "normal")])
    other = turn_of([uttered(Reply(response, {}, (option,)), wording)])
    assert other.keys == normal.keys
    assert other.listen == normal.listen
    assert other.then == normal.then
    assert other.prompts[0].name == other.state == response


def test_the_wording_of_the_release_has_no_faults() -> None:
    assert list(variant_problems(load_settings(ROOT / "config.yaml"))) == []


def test_who_presses_keys_is_told_which_keys_there_are_and_who_speaks_is_not(
    caller: Caller,
) -> None:
    caller.enters()
    caller.says("查余额", "ask_balance")
    assert not caller.state.keys
    caller.presses("1")
    assert caller.state.keys
    told = uttered(Reply("utter_anything_else"), "keyed")
    assert told["text"] == "还需要办别的吗？需要，请按一。不用了，请按二。"


def test_terse_is_shorter_and_detailed_is_longer() -> None:
    for name, (text, *_) in TEXTS.items():
        assert len(TEXTS[in_wording(name, "terse", TEXTS)][0]) <= len(text), name
        assert len(TEXTS[in_wording(name, "detailed", TEXTS)][0]) >= len(text), name
    assert in_wording("utter_main_menu", "terse", TEXTS) == "utter_main_menu__terse"
    assert in_wording("utter_balance", "terse", TEXTS) == "utter_balance"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("utter_greet__tense", "name it utter_greet__terse"),
        ("utter_gret__terse", "utter_gret, which no file"),
        ("utter_confirm_transfer__terse", "leaves out {amount}, {bank}, {tail} of a read-back"),
        ("utter_greet__terse", "the slots {payee}, which utter_greet has not"),
    ],
)
def test_a_mistake_in_a_variant_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    for path in (ROOT / "prompts").glob("*.yml"):
        text = path.read_text(encoding="utf-8").replace(
            "  utter_greet__terse:", "  utter_y__terse:"
        )
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    (tmp_path / "z.yml").write_text(
        f"responses:\n  {line}:\n  - text: 转给{{payee}}。\n", encoding="utf-8"
    )
    settings = load_settings(ROOT / "config.yaml").copy(update={"prompts": tmp_path})
    problems = [problem for problem in variant_problems(settings) if "z.yml:2" in problem]
    assert any(told in problem for problem in problems), problems


def test_a_key_in_a_variant_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(
        "responses:\n  utter_a:\n  - text: 请说。\n  utter_a__terse:\n  - text: 说。\n"
        "    custom: {listen: {kind: open}}\n",
        encoding="utf-8",
    )
    settings = load_settings(ROOT / "config.yaml").copy(update={"prompts": tmp_path})
    (problem,) = variant_problems(settings)
    assert "a.yml:4" in problem and "are those of utter_a" in problem


def test_in_other_words_the_open_question_stays_open(caller: Caller) -> None:
    caller.enters()
    for words, intent, last in (
        ("转账", "transfer", "utter_ask_payee"),
        ("张三", "inform", "utter_ask_amount"),
        ("五百块", "inform", "utter_confirm_options"),
    ):
        asked = caller.says(words, intent)
        assert last in asked
        assert last in caller._send("ask_again")
    before = caller.balance_fen()
    caller._send("ask_again")
    caller.says("是的", "affirm")
    assert caller.balance_fen() == before - 500_00
