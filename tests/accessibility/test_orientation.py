"""A22, A24, A25: what is next is said, keys may run ahead, a voice alone opens nothing."""

import re

from tests.accessibility.caller import PIN

# The last thing a caller hears asks something or says what to do.
NEXT_STEP = re.compile("？|请按|请说|请输|请用|请您|请带|可以按键")


def test_a22_every_state_ends_with_what_the_caller_can_do_next(places):
    for place in places:
        assert NEXT_STEP.search(place.turn.prompts[-1].text), f"{place.turn.text} at {place}"


def test_a22_what_is_done_is_told_and_something_else_is_offered(project, walk):
    finished = [flow.done for flow in project.flows.values() if flow.done in walk.by_keys]
    assert finished
    assert "utter_anything_else" in walk.by_keys


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
