"""A5, A7, A10: without limits, slower, faster, waiting: in every state, kept in the profile."""

import re

LONG_PAUSE_S = 300.0
OPTION = re.compile("按[一二三四]")


def test_a5_without_a_time_limit_nobody_is_asked_or_hung_up_on(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.says("不限时")
            assert caller.session.deadline is None, place
            caller.now += LONG_PAUSE_S
            caller.says("再说一遍")
            assert not caller.ear.hung_up, place


def test_a5_the_mode_is_there_at_the_next_call(call_at):
    with call_at(None) as caller:
        caller.says("不限时")
        later = caller.place(())
    with call_at(later) as caller:
        assert caller.session.deadline is None


def test_a7_slower_and_faster_in_every_state(places, call_at):
    for place in places:
        with call_at(place) as caller:
            memory = caller.dialogue.memory
            caller.says("慢一点")
            assert caller.ear.rate < 1.0, place
            caller.says("快一点")
            caller.says("快一点")
            assert caller.ear.rate > 1.0, place
            assert caller.dialogue.memory == memory, place


def test_a7_from_half_to_twice_the_speed(call_at):
    with call_at(None) as caller:
        for _ in range(10):
            caller.says("快一点")
        assert caller.ear.rate == 2.0
        for _ in range(20):
            caller.says("慢一点")
        assert caller.ear.rate == 0.5


def test_a7_the_rate_is_there_at_the_next_call(call_at):
    with call_at(None) as caller:
        caller.says("快一点")
        fast, later = caller.ear.rate, caller.place(())
    with call_at(later) as caller:
        assert caller.ear.rate == fast


def test_a10_wait_waits_until_the_caller_speaks_or_keys(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.says("等一下")
            assert caller.session.deadline is None, place
            caller.now += LONG_PAUSE_S
            caller.says("继续")
            assert caller.session.deadline is not None, place


def test_a2_one_command_gives_short_menus_and_every_state_keeps_its_question(places, call_at):
    shorter = 0
    for place in places:
        with call_at(place) as caller:
            caller.presses("*2")
            again, question = caller.turn, caller.dialogue.memory["question"]
            assert caller.prompts[0] == "session_terser", place
            assert (question, again.listen.kind) == (
                place.memory["question"],
                place.turn.listen.kind,
            ), place
            if not question:
                assert again.state == place.turn.state, place
            shorter += len(again.text) < len("".join(p.text for p in place.turn.question))
    assert shorter > len(places) / 4


def test_a9_in_short_menus_no_more_than_three_options_are_read(places, call_at):
    for place in places:
        with call_at(place) as caller:
            caller.presses("*2")
            assert len(OPTION.findall(caller.heard)) <= 3, f"{caller.heard} at {place}"
