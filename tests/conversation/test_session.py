"""The session alone: what the caller says and keys, and what is heard of it, by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.conversation.caller import (
    ACCENT,
    CARD,
    GOODBYE,
    MENU,
    PIN,
    TO_A_PERSON,
    Caller,
    ask,
    run,
)
from voicebot.bank.authentication import PinResult
from voicebot.conversation.events import (
    PERSON_ANSWERED,
    LineNoisy,
    Noise,
    PromptsFinished,
    Said,
    SecretSpoken,
    Speaking,
    Tick,
    Transferred,
)
from voicebot.conversation.turn import LISTEN_KINDS, Prompt
from voicebot.dialogue.errors import DialogueUnreachable


def test_a_phrase_and_its_key_reach_the_dialogue_as_the_same_question() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU, MENU)
        await caller.session.start(0.0)
        await caller.says("查余额")
        await caller.keys("1")
        assert caller.dialogue.messages == ["/start_call", "查余额", "/ask_balance"]

    run(story)


def test_repeat_says_the_last_prompt_again_and_the_dialogue_never_knows() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.says("再说一遍")
        await caller.keys("9")
        assert caller.line.said == ["menu", "menu", "menu"]
        assert caller.dialogue.messages == ["/start_call"]

    run(story)


def test_a_noisy_line_is_told_with_the_next_answer_and_once() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU, MENU)
        await caller.session.start(0.0)
        await caller.happens(LineNoisy(5.0))
        await caller.says("查余额")
        await caller.says("查余额")
        assert caller.line.said == ["menu", "<session_noisy_line>menu", "menu"]

    run(story)


def test_slower_and_faster_change_the_rate_within_limits_and_ask_again() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.says("慢一点")
        assert caller.line.rate == 0.8
        assert caller.line.said[-1] == "<session_slower>menu"
        for _ in range(20):
            await caller.says("快一点")
        assert caller.line.rate == 2.0

    run(story)


def test_a_keyed_pin_goes_to_the_bank_and_never_to_dialogue_or_log() -> None:
    async def story() -> None:
        caller = Caller(PIN, MENU, pins=[PinResult("correct", 3)])
        await caller.session.start(0.0)
        await caller.keys("246810")
        assert caller.dialogue.messages == ["/start_call", "/authenticated"]
        assert "246810" not in "".join(caller.log.lines + caller.dialogue.messages)

    run(story)


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (PinResult("wrong", 2), '/pin_failed{"left": 2}'),
        (PinResult("locked", 0), "/pin_locked"),
    ],
)
def test_the_dialogue_learns_only_that_a_pin_was_wrong(result: PinResult, message: str) -> None:
    async def story() -> None:
        caller = Caller(PIN, MENU, pins=[result])
        await caller.session.start(0.0)
        await caller.keys("111111")
        assert caller.dialogue.messages[-1] == message

    run(story)


def test_half_a_pin_is_no_attempt() -> None:
    async def story() -> None:
        caller = Caller(PIN)
        await caller.session.start(0.0)
        await caller.keys("246#")
        assert caller.line.said[-1] == "<session_pin_short>pin"
        assert caller.dialogue.messages == ["/start_call"]

    run(story)


def test_a_pause_inside_a_number_is_no_silence() -> None:
    async def story() -> None:
        caller = Caller(PIN, MENU, pins=[PinResult("correct", 3)])
        await caller.session.start(0.0)
        await caller.keys("246", at=10.0)
        await caller.happens(Tick(14.2))
        assert caller.line.said[-1] == "<session_number_goes_on>"
        await caller.happens(PromptsFinished(16.0), Tick(25.0))
        assert caller.line.said[-1] == "<session_number_goes_on>"
        await caller.keys("810", at=29.0)
        assert caller.dialogue.messages[-1] == "/authenticated"

    run(story)


def test_a_spoken_pin_is_refused_at_once_and_wiped() -> None:
    async def story() -> None:
        caller = Caller(PIN)
        await caller.session.start(0.0)
        await caller.happens(Speaking(5.0), SecretSpoken(5.0))
        assert "conceal since 5.0" in caller.line.did
        assert caller.line.said[-1] == "<session_pin_spoken>pin"
        assert caller.dialogue.messages == ["/start_call"]

    run(story)


def test_a_pin_said_at_any_other_question_is_wiped_too() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.says("我的密码是二四六八一零", at=10.0)
        assert "conceal since 9.0" in caller.line.did
        assert caller.dialogue.messages == ["/start_call"]
        assert "二四六八" not in "".join(caller.log.lines)

    run(story)


def test_a_card_number_is_kept_from_log_and_recording() -> None:
    async def story() -> None:
        caller = Caller(CARD, MENU, MENU, CARD, MENU)
        await caller.session.start(0.0)
        await caller.keys("6228480010000016789#")
        await caller.says("我的卡号是六二二八四八零零一零零零零零一六七八九", at=20.0)
        assert "conceal since 19.0" in caller.line.did
        log = "".join(caller.log.lines)
        assert "6228480010000016789" not in log and "六二二八" not in log

    run(story)


def test_silence_is_answered_with_another_wording_each_time_and_twenty_seconds() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        waits = [await caller.is_silent() for _ in range(4)]
        assert waits == [8.0, 20.0, 20.0, 20.0]
        assert caller.line.said[1:4] == [
            "<session_silence_1>menu",
            "<session_silence_2>menu",
            "<session_silence_3>menu",
        ]
        assert "hang up" not in caller.line.did

    run(story)


def test_a_silent_caller_is_warned_ten_times_before_the_call_ends_with_words() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        for _ in range(10):
            await caller.is_silent()
        assert "hang up" not in caller.line.did
        await caller.is_silent()
        assert caller.line.said[-1] == "<session_farewell_silence>"
        await caller.happens(PromptsFinished(999.0))
        assert caller.line.did[-1] == "hang up"

    run(story)


def test_any_word_starts_the_warnings_anew() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        for _ in range(10):
            await caller.is_silent()
        await caller.says("查余额", at=caller.now + 1)
        caller.now += 2
        assert await caller.is_silent() == 8.0
        assert caller.line.said[-1] == "<session_silence_1>menu"

    run(story)


def test_noise_is_not_an_answer_and_silence_counts_from_its_end() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        await caller.happens(PromptsFinished(2.0), Speaking(5.0), Noise(6.0))
        assert caller.dialogue.messages == ["/start_call"]
        assert caller.session.deadline == 14.0

    run(story)


@pytest.mark.parametrize("filler", ["嗯", "啊", "呃", "那个"])
@pytest.mark.parametrize("kind", [kind for kind in LISTEN_KINDS if kind != "yes_no"])
def test_who_thinks_aloud_is_waited_for_at_every_question(kind: str, filler: str) -> None:
    async def story() -> None:
        caller = Caller(ask("question", kind))
        await caller.session.start(0.0)
        await caller.happens(PromptsFinished(2.0), Speaking(5.0), Said(filler, 0.9, 5.0, 6.0))
        assert caller.line.said == ["question"]
        assert caller.dialogue.messages == ["/start_call"]
        assert caller.session.deadline == 6.0 + 8.0

    run(story)


def test_a_hum_at_a_yes_or_no_is_for_the_dialogue_to_judge() -> None:
    async def story() -> None:
        caller = Caller(ask("read-back", "yes_no"), MENU)
        await caller.session.start(0.0)
        await caller.says("嗯")
        assert caller.dialogue.messages[-1] == "嗯"

    run(story)


def test_who_asks_whether_somebody_is_there_is_answered() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await caller.says("喂")
        assert caller.line.said == ["menu", "menu"]

    run(story)


def test_a_prompt_that_stopped_for_a_caller_who_thinks_aloud_goes_on() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        caller.line.rest = (Prompt("utter_menu", "the rest"),)
        await caller.says("那个")
        assert caller.line.said == ["menu", "the rest"]

    run(story)


def test_a_word_of_the_region_that_means_a_command_is_obeyed() -> None:
    async def story() -> None:
        caller = Caller(MENU, accent=replace(ACCENT, words={"缓着些": "慢一点"}))
        await caller.session.start(0.0)
        await caller.says("你缓着些说")
        assert caller.line.rate == 0.8
        assert caller.log.lines[-1] == "voice:你缓着些说"  # staff see what was said

    run(story)


def test_the_dialogue_learns_what_else_the_caller_may_have_said() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await caller.happens(Said("查余额", 0.6, 9.0, 10.0, ("咋 余额", "查费用")))
        assert caller.dialogue.others[-1] == ["怎么余额", "查费用"]

    run(story)


def test_what_else_a_card_number_may_have_been_is_kept_from_everybody() -> None:
    async def story() -> None:
        caller = Caller(CARD, MENU)
        await caller.session.start(0.0)
        await caller.happens(Said("六二二八", 0.6, 9.0, 10.0, ("六二二九",)))
        assert caller.dialogue.others[-1] == []

    run(story)


def test_the_dialogue_hears_standard_chinese_and_staff_see_what_was_said() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await caller.says("咋查余额")
        assert caller.dialogue.messages[-1] == "怎么查余额"
        assert "voice:咋查余额" in caller.log.lines

    run(story)


def test_speech_that_was_not_understood_is_asked_again_by_the_dialogue() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        await caller.says("")
        assert caller.dialogue.messages[-1] == "/nlu_fallback"

    run(story)


def test_without_the_dialogue_the_caller_hears_an_apology_and_zero_still_reaches_a_person() -> None:
    async def story() -> None:
        caller = Caller(MENU, DialogueUnreachable("down"), DialogueUnreachable("down"))
        await caller.session.start(0.0)
        await caller.says("查余额")
        assert caller.line.said[-1] == "<session_technical_apology>"
        await caller.keys("0")
        await caller.happens(PromptsFinished(20.0))
        assert caller.line.did[-1] == "transfer"

    run(story)


def test_it_is_written_down_that_a_person_answered() -> None:
    async def story() -> None:
        caller = Caller(MENU, TO_A_PERSON)
        await caller.session.start(0.0)
        await caller.says("转人工")
        await caller.happens(PromptsFinished(12.0))
        assert f"note:{PERSON_ANSWERED}" not in caller.log.lines
        await caller.happens(Transferred(True, 20.0))
        assert caller.log.lines[-1] == f"note:{PERSON_ANSWERED}"

    run(story)


def test_a_failed_transfer_leaves_a_call_back_note_and_goes_on() -> None:
    async def story() -> None:
        caller = Caller(MENU, TO_A_PERSON, MENU)
        await caller.session.start(0.0)
        await caller.says("转人工")
        await caller.happens(PromptsFinished(12.0), Transferred(False, 13.0))
        assert caller.bank.callbacks == 1
        assert caller.line.said[-1] == "<session_transfer_failed>"
        await caller.says("查余额", at=15.0)
        assert caller.line.said[-1] == "menu"

    run(story)


def test_goodbye_is_said_to_its_end_before_the_call_is_ended() -> None:
    async def story() -> None:
        caller = Caller(MENU, GOODBYE)
        await caller.session.start(0.0)
        await caller.says("再见")
        assert "hang up" not in caller.line.did
        await caller.happens(PromptsFinished(12.0))
        assert caller.line.did[-1] == "hang up"

    run(story)


def test_a_caller_who_thinks_of_something_during_goodbye_is_heard() -> None:
    async def story() -> None:
        caller = Caller(MENU, GOODBYE, MENU)
        await caller.session.start(0.0)
        await caller.says("再见")
        await caller.says("查余额", at=12.0)
        await caller.happens(PromptsFinished(15.0))
        assert "hang up" not in caller.line.did

    run(story)


def test_a_full_disk_stops_business_with_an_apology_and_a_person() -> None:
    async def story() -> None:
        caller = Caller(MENU)
        await caller.session.start(0.0)
        caller.line.recording_ok = False
        await caller.says("转账")
        assert caller.line.said[-1] == "<session_technical_apology>"
        assert caller.dialogue.messages == ["/start_call"]
        await caller.says("转人工", at=20.0)
        assert caller.line.said[-1] == "<session_transfer>"

    run(story)


def test_a_pin_or_a_card_that_may_have_been_said_is_passed_on_to_nobody() -> None:
    async def story() -> None:
        caller = Caller(MENU, MENU)
        await caller.session.start(0.0)
        maybe = ("密码一二三四五六", "六二二二零零一二三四五六七八", "查费用")
        await caller.happens(Said("查余额", 0.5, 9.0, 10.0, maybe))
        assert caller.dialogue.others[-1] == ["查费用"]

    run(story)
