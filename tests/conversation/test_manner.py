"""How a caller is spoken to: as fast, as briefly, as patiently as they want, now and next time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conversation.caller import AMOUNT, MENU, PIN, Caller, ask, run
from voicebot.bank.authentication import PinResult
from voicebot.bank.preferences import Preferences
from voicebot.conversation.events import Key, PromptsFinished, Tick
from voicebot.conversation.manner import FASTEST, SLOWEST, Manner
from voicebot.conversation.turn import Prompt, Turn

LEFT = (Prompt("utter_menu", "second half"), Prompt("earcon_listening", ""))


# Faster and slower (A7) ------------------------------------------------------------------------


def test_slower_in_the_middle_of_a_prompt_goes_on_from_the_phrase() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        caller.line.rest = LEFT
        await caller.says("慢一点")
        assert caller.line.rate == 0.8
        assert caller.line.said[-1] == "<session_slower>second half"
        assert caller.dialogue.messages == ["/start_call"]

    run(story)


@pytest.mark.parametrize(("words", "key"), [("慢一点", "7"), ("快一点", "8")])
def test_a_key_changes_the_speed_as_the_words_do(words: str, key: str) -> None:
    async def story() -> None:
        speaking, keying = Caller(MENU), Caller(MENU)
        await speaking.session.start(0.0)
        await keying.session.start(0.0)
        await speaking.says(words)
        await keying.keys(key)
        assert speaking.line.rate == keying.line.rate != 1.0
        assert speaking.line.said == keying.line.said
        assert keying.log.lines[-1] == f"key:key:{'slower' if key == '7' else 'faster'}"

    run(story)


@pytest.mark.parametrize(
    ("words", "keys"), [("简短一点", "*2"), ("详细一点", "*3"), ("提示音关", "*#")]
)
def test_wording_and_sounds_are_chosen_by_keys_as_by_words(words: str, keys: str) -> None:
    async def story() -> None:
        speaking, keying = Caller(MENU, MENU), Caller(MENU, MENU)
        await speaking.session.start(0.0)
        await keying.session.start(0.0)
        await speaking.says(words)
        await keying.keys(keys)
        assert keying.bank.kept == speaking.bank.kept != []
        assert keying.line.sounds == speaking.line.sounds
        assert keying.dialogue.messages == speaking.dialogue.messages

    run(story)


def test_the_key_that_switches_the_sounds_off_switches_them_on_again() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.keys("*#")
        await caller.keys("*#", at=20.0)
        assert [kept.earcons for kept in caller.bank.kept] == [False, True]

    run(story)


def test_inside_a_number_a_star_leads_to_the_speed_and_digits_stay_digits() -> None:
    async def story() -> None:
        caller = Caller(AMOUNT, MENU)
        await caller.session.start(0.0)
        await caller.keys("*7")
        assert caller.line.rate == 0.8
        await caller.keys("78#", at=20.0)
        assert caller.dialogue.messages[-1] == '/inform_keys{"keys": "78"}'

    run(story)


@given(st.lists(st.sampled_from(["slower", "faster"]), max_size=30))
def test_the_rate_stays_between_half_and_double(commands: list[Any]) -> None:
    manner = Manner(Preferences())
    for command in commands:
        manner.obey(command)
        assert SLOWEST <= manner.preferences.rate <= FASTEST


def test_at_the_end_of_the_range_the_caller_is_told() -> None:
    manner = Manner(Preferences(rate=2.0))
    assert manner.obey("faster") == "session_fastest"
    assert manner.obey("slower") == "session_slower"


# The profile -----------------------------------------------------------------------------------


def test_a_known_number_is_greeted_in_its_own_manner() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        caller.bank.profile = Preferences(rate=1.5, earcons=False)
        await caller.session.start(0.0)
        assert caller.line.rate == 1.5
        assert caller.line.sounds == ["menu"]

    run(story)


def test_what_a_caller_asks_for_is_kept() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        assert caller.bank.kept == []
        await caller.says("慢一点")
        await caller.says("不限时")
        assert caller.bank.kept[-1] == Preferences(rate=0.8, unlimited=True)

    run(story)


def test_after_the_pin_the_profile_holds_but_what_was_asked_for_in_this_call_wins() -> None:
    async def story() -> None:
        caller = Caller(PIN, MENU, pins=[PinResult("correct", 3)])
        await caller.session.start(0.0)
        await caller.says("慢一点")
        caller.bank.profile = Preferences(rate=1.5, earcons=False)
        await caller.keys("246810#")
        assert caller.line.rate == 0.8
        assert caller.line.sounds[-1] == "menu"
        assert caller.bank.kept[-1] == Preferences(rate=0.8, earcons=False)

    run(story)


def test_a_wrong_pin_opens_no_profile() -> None:
    async def story() -> None:
        caller = Caller(PIN, MENU, pins=[PinResult("wrong", 2)])
        await caller.session.start(0.0)
        caller.bank.profile = Preferences(rate=1.5)
        await caller.keys("111111#")
        assert caller.line.rate == 1.0

    run(story)


# Without time limit (A4, A5) -------------------------------------------------------------------


@pytest.mark.parametrize("asks", ["不限时", "慢慢来", "6"])
def test_without_a_time_limit_nobody_is_warned_or_hung_up(asks: str) -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await (caller.keys(asks) if asks.isdigit() else caller.says(asks))
        for at in (20.0, 320.0, 620.0):
            await caller.happens(PromptsFinished(at))
            assert caller.session.deadline is None
            await caller.happens(Tick(at + 299.0))
        assert len(caller.line.said) == 2
        await caller.says("查余额", at=1000.0)
        assert caller.dialogue.messages[-1] == "查余额"

    run(story)


def test_the_limit_comes_back_by_words_and_by_the_same_key() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.says("不限时")
        await caller.says("恢复限时")
        assert await caller.is_silent() == 8.0
        await caller.keys("66")
        assert await caller.is_silent() == 8.0

    run(story)


def test_without_a_time_limit_a_pause_of_nineteen_seconds_ends_no_number() -> None:
    async def story() -> None:
        caller = Caller(AMOUNT, MENU)
        caller.bank.profile = Preferences(unlimited=True)
        await caller.session.start(0.0)
        await caller.keys("5", at=10.0)
        await caller.happens(Tick(29.0))
        assert caller.dialogue.messages == ["/start_call"]
        await caller.keys("00#", at=29.5)
        assert caller.dialogue.messages[-1] == '/inform_keys{"keys": "500"}'

    run(story)


# Terse and detailed ----------------------------------------------------------------------------


def test_terser_asks_the_open_question_again_in_other_words() -> None:
    async def story() -> None:
        caller = Caller(MENU, ask("short menu"))
        levels: list[str] = []
        say = caller.dialogue.say

        async def listen_in(call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
            levels.append(metadata["wording"])
            return await say(call_id, message, metadata)

        caller.dialogue.say = listen_in  # type: ignore[method-assign]
        await caller.session.start(0.0)
        await caller.says("简短一点")
        assert caller.dialogue.messages == ["/start_call", "/ask_again"]
        assert levels == ["normal", "terse"]
        assert caller.line.said[-1] == "<session_terser>short menu"
        await caller.says("再说一遍")
        assert caller.line.said[-1] == "short menu"

    run(story)


def test_terse_and_detailed_are_one_step_from_normal() -> None:
    manner = Manner(Preferences())
    heard = []
    for command in ("more_detailed", "more_detailed", "terser", "terser", "terser"):
        manner.obey(command)  # type: ignore[arg-type]
        heard.append(manner.preferences.wording)
    assert heard == ["detailed", "detailed", "normal", "terse", "terse"]


def test_the_session_speaks_its_own_words_in_that_wording_too() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        caller.bank.profile = Preferences(wording="terse")
        caller.wording["session_waiting__terse"] = "short"
        await caller.session.start(0.0)
        await caller.says("等一下")
        assert caller.line.said[-1] == "short"

    run(story)


# Everywhere ------------------------------------------------------------------------------------

KINDS = ("choice", "yes_no", "digits", "money", "date", "name", "open", "secret")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("words", ["慢一点", "不限时", "提示音关", "等一下"])
def test_no_wish_about_speaking_changes_the_question(kind: str, words: str) -> None:
    async def story() -> None:
        question = replace(ask("question", kind), keys={"1": "/yes"})
        caller = Caller(question, MENU)
        await caller.session.start(0.0)
        await caller.says(words)
        await caller.says("继续", at=20.0)
        assert caller.dialogue.messages == ["/start_call"]
        assert caller.line.listening == question.listen
        await caller.happens(Key("1", 30.0), Key("#", 30.1))
        assert caller.dialogue.messages[-1] == "/yes"

    run(story)
