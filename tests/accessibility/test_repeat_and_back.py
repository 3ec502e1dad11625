"""A6, A11, A12: the same words and keys everywhere, and nothing that was given is lost."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

GLOBAL_KEYS = {"0", "9", "*", "#"}
# What is heard first, wherever it is pressed.
TOLD_BEHIND_A_STAR = {
    "1": "utter_help",
    "2": "session_terser",
    "3": "session_more_detailed",
    "5": "session_waiting",
    "6": "session_unlimited",
    "7": "session_slower",
    "8": "session_faster",
    "#": "session_earcons_off",
}


def test_a6_the_last_prompt_is_said_again_and_nothing_changes(places, call_at):
    for place in places:
        for ask in ("*9" if place.turn.listen.is_number else "9", "再说一遍"):
            with call_at(place) as caller:
                before, memory = caller.prompts, caller.dialogue.memory
                caller.says(ask) if ask[-1] == "遍" else caller.presses(ask)
                assert caller.prompts == before, f"{ask} at {place}"
                assert caller.dialogue.memory == memory, f"{ask} at {place}"


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a6_repeating_any_number_of_times_is_the_same_as_once(places, call_at, data):
    place = data.draw(st.sampled_from(places))
    with call_at(place) as caller:
        before = caller.prompts
        for _ in range(data.draw(st.integers(1, 5))):
            caller.says("再说一遍")
        assert caller.prompts == before


def test_a11_the_global_keys_are_never_an_option(places):
    for place in places:
        assert not GLOBAL_KEYS & set(place.turn.keys), place
        keys = sorted(int(key) for key in place.turn.keys)
        assert keys == list(range(1, len(keys) + 1)), f"keys are not in order at {place}"


def test_a11_behind_a_star_a_key_is_the_same_command_in_every_state(places, call_at):
    for place in places:
        for key, told in TOLD_BEHIND_A_STAR.items():
            with call_at(place) as caller:
                caller.presses(f"*{key}")
                assert caller.prompts[0] == told, f"*{key} at {place}"


def test_a11_a_star_and_a_pause_or_a_second_star_goes_back_in_every_state(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.says("返回")
            back = caller.heard
        with call_at(place) as caller:
            caller.presses("**")
            assert caller.heard == back, place
        with call_at(place) as caller:
            caller.presses("*")
            assert caller.is_silent_until_spoken_to() < 2, place
            assert caller.heard == back, place


def test_a12_one_step_back_keeps_what_was_given_before(places, call_at):
    tried = 0
    for place in places:
        with call_at(place) as caller:
            given_before = caller.values
            if place.memory["question"] in ("pin", "identifier") or not given_before:
                continue
            caller.says("返回")
            left = caller.values
            assert len(left) >= len(given_before) - 1, place
            assert all(given_before[slot] == value for slot, value in left.items()), place
            tried += 1
    assert tried
