"""A13: whatever is offered leads on, also where options are made of what the bank knows."""

from collections import defaultdict

from tests.accessibility.conftest import ENDED


def test_a13_every_key_that_is_offered_leads_on(walk):
    for place in walk.places:
        if not place.turn.listen.is_number:
            stuck = set(place.turn.keys) - set(walk.leads[place.name])
            assert not stuck, f"the keys {sorted(stuck)} do nothing at {place}"


def test_a13_from_everywhere_there_is_a_way_to_the_end_of_the_task(walk):
    """A loop that only going back or hanging up gets out of is a dead end, however long it is."""
    comes_from = defaultdict(set)
    for name, steps in walk.leads.items():
        for reached in steps.values():
            comes_from[reached].add(name)
    free = {ENDED, *(place.name for place in walk.places if place.memory["task"] is None)}
    ahead = list(free)
    while ahead:
        new = comes_from[ahead.pop()] - free
        free |= new
        ahead += new
    stuck = [str(place) for place in walk.places if place.name not in free]
    assert stuck == []


def test_a13_the_walk_comes_to_options_that_are_made_during_the_call(walk):
    made = {place.turn.state for place in walk.places if "/choose" in str(place.turn.keys)}
    assert {"utter_contract_option", "utter_account_option", "utter_option"} <= made
