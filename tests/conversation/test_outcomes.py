"""The session tells the bank which outcomes were heard, and that the caller is gone."""

from __future__ import annotations

import asyncio

import pytest

from tests.conversation.caller import MENU, PIN, Caller, ask, run
from voicebot.bank.authentication import PinResult
from voicebot.conversation.call_loop import converse
from voicebot.conversation.events import PromptsFinished, Speaking
from voicebot.conversation.turn import Turn
from voicebot.dialogue.errors import DialogueUnreachable

DONE = ask("done", outcomes=(7,))


async def caller_who_said_yes(*further: Turn | Exception, **facts: object) -> Caller:
    caller = Caller(MENU, DONE, *further, **facts)  # type: ignore[arg-type]
    await caller.session.start(0.0)
    await caller.says("是的")
    return caller


def test_an_outcome_is_told_when_it_was_spoken_to_its_end() -> None:
    async def story() -> None:
        caller = await caller_who_said_yes()
        assert caller.bank.told == []
        await caller.happens(PromptsFinished(12.0), PromptsFinished(13.0))
        assert caller.bank.told == [7]

    run(story)


def test_an_interrupted_outcome_is_told_only_when_the_caller_goes_on() -> None:
    async def story() -> None:
        caller = await caller_who_said_yes(MENU)
        await caller.happens(Speaking(11.0))
        assert caller.bank.told == []
        await caller.says("查余额", 12.0)
        assert caller.bank.told == [7]

    run(story)


def test_a_pin_keyed_over_the_outcome_is_going_on_too() -> None:
    async def story() -> None:
        secret = Turn(PIN.prompts, PIN.listen, outcomes=(7,))
        caller = Caller(MENU, secret, MENU, pins=[PinResult("correct", 3)])
        await caller.session.start(0.0)
        await caller.says("是的")
        await caller.keys("246810#")
        assert caller.bank.told == [7]

    run(story)


def test_an_answer_that_never_came_has_told_nothing() -> None:
    async def story() -> None:
        caller = Caller(MENU, DialogueUnreachable("gone"))
        await caller.session.start(0.0)
        await caller.says("是的")
        await caller.happens(PromptsFinished(12.0))
        assert caller.bank.told == []

    run(story)


def test_whatever_ends_the_call_the_bank_learns_of_it() -> None:
    class Gone:
        async def next_event(self) -> None:
            return None

    caller = Caller(MENU)
    asyncio.run(converse(caller.session, Gone()))
    broken = Caller()  # the dialogue answers not even the greeting: a mistake of ours
    with pytest.raises(IndexError):
        asyncio.run(converse(broken.session, Gone()))
    assert caller.bank.ended == broken.bank.ended == ["call-1"]


def test_a_turn_keeps_its_outcomes_on_the_way_from_the_dialogue() -> None:
    assert Turn.from_json(DONE.to_json()) == DONE
