"""A22, A24, A25: what is next is said, keys may run ahead, a voice alone opens nothing."""

import asyncio
import re
import time
from datetime import date

from tests.accessibility.caller import PIN
from voicebot.conversation import enquiry
from voicebot.conversation.events import PERSON_ANSWERED, Key, Transferred
from voicebot.quality.week import ANSWERED_WANTED, Week
from voicebot.quality.week_page import week_page

# The last thing a caller hears asks something or says what to do.
MOST_DEAD_AIR_S = 1.5
NEXT_STEP = re.compile("？|请按|请说|请输|请用|请您|请带|可以按键")


def test_a22_every_state_ends_with_what_the_caller_can_do_next(places):
    for place in places:
        assert NEXT_STEP.search(place.turn.prompts[-1].text), f"{place.turn.text} at {place}"


def test_a22_what_is_done_is_told_and_something_else_is_offered(project, walk):
    finished = [flow.done for flow in project.flows.values() if flow.done in walk.by_keys]
    assert finished
    assert "utter_anything_else" in walk.by_keys


def test_a22_work_of_more_than_a_second_and_a_half_is_told(call_at):
    assert enquiry.WORKING_S <= MOST_DEAD_AIR_S
    with call_at(None) as caller:
        answer, began = caller.dialogue.say, time.monotonic()

        async def slowly(*message):
            await asyncio.sleep(3 * MOST_DEAD_AIR_S)
            return await answer(*message)

        caller.dialogue.say = slowly
        caller.says("帮助")
        sounds = {name: at - began for at, name in reversed(caller.ear.filled)}
        assert sounds["earcon_thinking"] < MOST_DEAD_AIR_S
        # The clock is real here, and the machine may be busy.
        assert sounds["session_please_wait"] < 2 * MOST_DEAD_AIR_S
        assert "earcon_comfort" in sounds
        assert caller.prompts[0] == "utter_help"


def test_a24_a_key_silences_the_bot_at_once_in_every_state(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.ear.hushed = False
            caller.happens(Key("*", caller.now))
            assert caller.ear.hushed, place


def test_a24_keys_typed_ahead_lead_through_menus_and_pin(call_at):
    with call_at(None) as caller:
        caller.presses(f"11{PIN}1")  # accounts, balance, the PIN, the first account
        assert caller.prompts[0] == "utter_balance_of"


def test_a25_without_the_pin_no_money_moves_whatever_is_said_or_keyed(places, call_at):
    with call_at(None) as caller:
        before = caller.entries()
    without_pin = [place for place in places if PIN not in place.way]
    assert without_pin
    for place in without_pin:
        with call_at(place) as caller:
            caller.says("是的")
            caller.presses("1")
            assert caller.entries() == before, place


def test_a25_it_is_written_down_whether_a_person_answered(call_at):
    with call_at(None) as caller:
        caller.says("人工")
        assert PERSON_ANSWERED not in caller.ear.written
        caller.happens(Transferred(True, caller.now))
        assert PERSON_ANSWERED in caller.ear.written


def test_a25_the_share_of_calls_that_a_person_answered_is_reported_against_95_percent():
    assert ANSWERED_WANTED == 95
    week = Week(date(2026, 11, 23), calls=40, turns=90, persons_asked=20, persons_answered=18)
    assert "人工接了 18 个（90%），要求是 95%，没有达到" in week_page(week, {}, {})
    week.persons_answered = 19
    assert "没有达到" not in week_page(week, {}, {})
