"""What is said for whom keeps silent, asks to wait, or waits for long work; the sounds between."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conversation.caller import GOODBYE, MENU, Caller, run
from voicebot.bank.preferences import Preferences
from voicebot.conversation import enquiry
from voicebot.conversation.events import PromptsFinished, Said, Speaking
from voicebot.conversation.turn import Prompt, Turn

DONE = Turn((Prompt("utter_done", "done"), Prompt("utter_else", "else")))
SORRY = Turn((Prompt("utter_sorry", "sorry"), *MENU.prompts), keys=MENU.keys)
LEFT = (Prompt("utter_menu", "second half"), Prompt("earcon_listening", ""))


def test_a_silent_caller_hears_the_question_with_all_of_its_options_again() -> None:
    async def story() -> None:
        options = (Prompt("utter_option", "first option"), Prompt("utter_option", "second option"))
        told = (Prompt("utter_done", "done"), Prompt("utter_which", "which"))
        caller = Caller(Turn((*told, *options), keys=MENU.keys, asking=3))
        await caller.session.start(0.0)
        await caller.is_silent()
        assert caller.line.said[-1] == "<session_silence_1>whichfirst optionsecond option"

    run(story)


# Waiting (A10) ---------------------------------------------------------------------------------


@pytest.mark.parametrize("goes_on", ["继续", "5"])
def test_wait_in_the_middle_of_a_prompt_goes_on_from_the_phrase(goes_on: str) -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        caller.line.rest = LEFT
        await caller.says("等一下")
        await caller.happens(PromptsFinished(12.0))
        await (caller.keys(goes_on, at=700.0) if goes_on == "5" else caller.says(goes_on, at=700.0))
        assert caller.line.said[-2:] == ["<session_waiting>", "second half"]

    run(story)


def test_the_bot_waits_until_the_caller_speaks_or_keys() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.keys("5")
        await caller.happens(PromptsFinished(12.0))
        assert caller.session.deadline is None
        await caller.happens(Speaking(800.0), Said("", 0.0, 800.0, 802.0))
        assert caller.session.deadline is None
        assert caller.line.said == ["menu", "<session_waiting>"]

    run(story)


@pytest.mark.parametrize("answer", ["查余额", "1"])
def test_any_answer_ends_the_waiting(answer: str) -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await caller.says("等一下")
        await caller.happens(PromptsFinished(12.0))
        await (caller.keys(answer, at=700.0) if answer == "1" else caller.says(answer, at=700.0))
        assert caller.line.said[-1] == "menu"
        assert len(caller.dialogue.messages) == 2
        await caller.happens(PromptsFinished(702.0))
        assert caller.session.deadline == 710.0

    run(story)


def test_waiting_during_goodbye_does_not_end_the_call() -> None:
    async def story() -> None:
        caller = Caller(MENU, GOODBYE)
        await caller.session.start(0.0)
        await caller.says("再见")
        await caller.says("等一下", at=11.0)
        await caller.happens(PromptsFinished(13.0))
        assert "hang up" not in caller.line.did

    run(story)


# Earcons and long work (A21, A22) --------------------------------------------------------------


def test_a_question_ends_with_the_sound_that_it_is_the_callers_turn() -> None:
    async def story() -> None:
        caller = Caller(MENU, GOODBYE)
        await caller.session.start(0.0)
        await caller.says("再见")
        assert caller.line.sounds == ["menu earcon_listening", "goodbye"]

    run(story)


def test_done_sounds_before_done_and_error_before_sorry() -> None:
    async def story() -> None:
        caller = Caller(MENU, DONE, SORRY)
        await caller.session.start(0.0)
        await caller.says("是的")
        assert caller.line.sounds[-1] == "earcon_done done else earcon_listening"
        await caller.says("呜呜", at=20.0)
        assert caller.line.sounds[-1] == "earcon_error sorry menu earcon_listening"

    run(story)


def test_sounds_are_switched_off_and_on_by_voice() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        caller.line.rest = LEFT
        await caller.says("提示音关")
        assert caller.line.sounds[-1] == "<session_earcons_off> second half"
        await caller.says("提示音开", at=20.0)
        assert caller.line.sounds[-1] == "<session_earcons_on> menu earcon_listening"

    run(story)


@pytest.mark.parametrize(
    ("earcons", "filled"),
    [
        (True, ["earcon_thinking", "<session_please_wait>" + " earcon_comfort" * 30]),
        (False, ["", "<session_please_wait>"]),
    ],
)
def test_long_work_is_filled_by_a_sound_then_by_words_and_ticks(
    earcons: bool, filled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enquiry, "THINKING_S", 0.01)
    monkeypatch.setattr(enquiry, "WORKING_S", 0.02)

    async def story() -> None:
        caller = Caller(MENU)
        caller.bank.profile = Preferences(earcons=earcons)
        answer = caller.dialogue.say

        async def slowly(call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
            await asyncio.sleep(0.1)
            return await answer(call_id, message, metadata)

        caller.dialogue.say = slowly  # type: ignore[method-assign]
        await caller.session.start(0.0)
        assert caller.line.filled == filled
        assert caller.line.said == ["menu"]

    run(story)


def test_a_quick_answer_is_filled_by_nothing() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        assert caller.line.filled == []

    run(story)
