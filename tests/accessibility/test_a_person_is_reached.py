"""A1, A2: a person, from every state, at the first request."""


def test_a1_zero_and_the_word_reach_a_person_from_every_state(places, call_at):
    for place in places:
        key = "*0" if place.turn.listen.is_number else "0"
        with call_at(place) as caller:
            caller.presses(key)
            assert caller.ear.transferred, f"{key} at {place}"
            assert len(caller.prompts) <= 1, f"{caller.heard} at {place}"
        with call_at(place) as caller:
            caller.says("人工")
            assert caller.ear.transferred, f"人工 at {place}"


def test_a1_zero_means_nothing_else_anywhere(places):
    for place in places:
        assert "0" not in place.turn.keys, place


def test_a2_nobody_has_to_fail_or_to_ask_twice_before_a_person_comes(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.says("我想找人工")
            assert caller.ear.transferred, place
