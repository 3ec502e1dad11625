"""A held caller hears progress, may do something else, and is never left in silence."""

from __future__ import annotations

from tests.conversation.caller import MENU, Caller, ask, run
from voicebot.conversation.events import PromptsFinished, Tick
from voicebot.conversation.turn import Turn
from voicebot.dialogue.channel import turn_of
from voicebot.dialogue.errors import DialogueUnreachable

HOLD = ask("please wait", "open", then="hold", hold_s=12.0, keys={"2": "/cancel"})
OUTCOME = ask("approved")


def test_a_held_caller_hears_progress_until_there_is_an_outcome() -> None:
    async def story() -> None:
        caller = Caller(HOLD, HOLD, HOLD, OUTCOME)
        await caller.session.start(0.0)
        assert [await caller.is_silent() for _ in range(3)] == [12.0, 12.0, 12.0]
        assert caller.line.said == ["please wait"] * 3 + ["approved"]
        assert caller.dialogue.messages == ["/start_call", "/held", "/held", "/held"]

    run(story)


def test_after_the_outcome_silence_is_silence_again() -> None:
    async def story() -> None:
        caller = Caller(HOLD, OUTCOME)
        await caller.session.start(0.0)
        await caller.is_silent()
        assert await caller.is_silent() == 8.0
        assert caller.line.said[-1] == "<session_silence_1>approved"

    run(story)


def test_a_caller_is_held_for_minutes_without_being_hung_up_on() -> None:
    async def story() -> None:
        caller = Caller(*[HOLD] * 31)
        await caller.session.start(0.0)
        for _ in range(30):
            await caller.is_silent()
        assert caller.line.did == []

    run(story)


def test_a_held_caller_who_speaks_or_keys_is_heard_at_once() -> None:
    async def story() -> None:
        caller = Caller(HOLD, MENU, HOLD, MENU)
        await caller.session.start(0.0)
        await caller.says("查余额")
        await caller.session.start(20.0)
        await caller.keys("2", at=21.0)
        assert caller.dialogue.messages[1::2] == ["查余额", "/cancel"]

    run(story)


def test_who_does_something_else_is_held_no_more() -> None:
    async def story() -> None:
        caller = Caller(HOLD, MENU)
        await caller.session.start(0.0)
        await caller.says("查余额")
        await caller.happens(PromptsFinished(20.0), Tick(27.9))
        assert caller.session.deadline == 28.0
        assert "/held" not in caller.dialogue.messages

    run(story)


def test_the_last_progress_can_be_heard_again_and_the_hold_goes_on() -> None:
    async def story() -> None:
        caller = Caller(HOLD, HOLD)
        await caller.session.start(0.0)
        await caller.says("再说一遍", at=5.0)
        assert caller.line.said == ["please wait"] * 2
        assert await caller.is_silent() == 12.0
        assert caller.dialogue.messages[-1] == "/held"

    run(story)


def test_a_dialogue_that_fails_during_a_hold_is_apologised_for_and_not_asked_in_a_circle() -> None:
    async def story() -> None:
        caller = Caller(HOLD, DialogueUnreachable("gone"))
        await caller.session.start(0.0)
        await caller.is_silent()
        assert caller.line.said[-1] == "<session_technical_apology>"
        assert await caller.is_silent() == 8.0

    run(story)


def test_a_hold_comes_through_the_channel_and_back_from_json() -> None:
    uttered = [
        {"utter_action": "utter_a", "text": "好的。"},
        {"utter_action": "utter_b", "text": "请稍候。", "custom": {"then": "hold", "hold_s": 12}},
    ]
    turn = turn_of(uttered)
    assert (turn.then, turn.hold_s) == ("hold", 12.0)
    assert Turn.from_json(turn.to_json()) == turn
