"""A3, A4, A15: silence is met with words, warnings leave time, numbers survive pauses."""

import pytest

WARNING_S = 20.0
EXTENSIONS = 10
PAUSE_S = 19.0


def test_a3_a_silent_caller_is_spoken_to_and_warned_before_the_end(places, call_at):
    for place in places:
        with call_at(place) as caller:
            for _ in range(EXTENSIONS):
                caller.is_silent_until_spoken_to()
                assert caller.heard, place
                assert not caller.ear.hung_up, place
            caller.is_silent_until_spoken_to()
            assert caller.ear.hung_up, place
            assert "再打来" in caller.heard, place


def test_a4_after_each_warning_there_are_twenty_seconds_and_any_key_or_word_extends(
    places, call_at
):
    for place in places:
        with call_at(place) as caller:
            caller.is_silent_until_spoken_to()
            for _ in range(EXTENSIONS - 1):
                assert caller.is_silent_until_spoken_to() >= WARNING_S, place
            caller.says("再说一遍")
            for _ in range(EXTENSIONS):
                caller.is_silent_until_spoken_to()
            assert not caller.ear.hung_up, place


@pytest.mark.parametrize(
    "kind, keys", [("money", "30#"), ("digits", "13909510002"), ("date", "1127#")]
)
def test_a15_a_pause_of_nineteen_seconds_inside_a_number_loses_no_digit(
    places, call_at, kind, keys
):
    asked = [place for place in places if place.turn.listen.kind == kind]
    assert asked
    for place in asked:
        with call_at(place) as quick:
            quick.presses(keys)
        with call_at(place) as slow:
            slow.presses(keys[:2])
            slow.is_silent_until_spoken_to()
            slow.now += PAUSE_S - slow.session._settings.key_pause_s
            slow.presses(keys[2:])
            assert slow.dialogue.memory["question"] == quick.dialogue.memory["question"], place
            assert slow.values == quick.values, place


def test_a15_who_pauses_inside_a_spoken_amount_is_read_back_all_of_it(places, call_at):
    asked = [place for place in places if place.turn.listen.kind == "money"]
    assert asked
    for place in asked:
        with call_at(place) as quick:
            quick.says("两百五")
        with call_at(place) as slow:
            slow.says("两百")
            slow.says("五", after_s=2.0)
            assert slow.values == quick.values, place
            assert slow.heard == quick.heard, place


def test_a15_who_pauses_inside_a_spoken_number_is_asked_for_the_rest(places, call_at):
    asked = [place for place in places if place.turn.state == "utter_ask_phone"]
    assert asked
    for place in asked:
        with call_at(place) as caller:
            for part, missing in (("幺三九", "八位"), ("零九五幺", "四位")):
                caller.says(part)
                assert f"还差{missing}" in caller.heard, place
                caller.is_silent_until_spoken_to()
                caller.now += PAUSE_S
            caller.says("零零零二")
            assert "幺三九，零九五幺，零零零二" in caller.heard, place
