"""A16, A17, A18: money moves on an explicit yes to a full read-back; the PIN stays the caller's."""

import re

from tests.accessibility.caller import PIN

AMOUNT = re.compile("[零一二两三四五六七八九十百千万]+元")
UNCLEAR = ("嗯", "啊", "是不是", "也许吧", "等会儿再说", "对吗", "什么")


def read_backs(walk):
    found = [place for place in walk.places if place.memory["question"] == "confirm"]
    assert found
    return found


def test_a16_nothing_but_an_explicit_yes_moves_money(walk, call_at):
    for place in read_backs(walk):
        for said in UNCLEAR:
            with call_at(place) as caller:
                entries = caller.entries()
                caller.says(said)
                assert caller.entries() == entries, f"{said} at {place}"


def test_a16_a_yes_that_was_hardly_heard_moves_no_money(walk, call_at):
    for place in read_backs(walk):
        with call_at(place) as caller:
            entries = caller.entries()
            caller.mumbles("是的")
            assert caller.entries() == entries, place


def test_a16_silence_after_a_read_back_is_no_yes(walk, call_at):
    for place in read_backs(walk):
        with call_at(place) as caller:
            entries = caller.entries()
            for _ in range(11):
                caller.is_silent_until_spoken_to()
            assert caller.entries() == entries, place


def test_a16_an_amount_that_will_be_paid_is_read_back_in_full(walk, call_at):
    for place in read_backs(walk):
        with call_at(place) as caller:
            entries = caller.entries()
            caller.says("是的")
            if caller.entries() > entries:
                assert AMOUNT.search(place.turn.text), place


def test_a17_a_no_moves_nothing_and_everything_can_still_be_cancelled(walk, call_at):
    for place in read_backs(walk):
        with call_at(place) as caller:
            entries = caller.entries()
            caller.says("不对")
            assert "还没有" in caller.heard or "没有动" in caller.heard, place
            caller.says("取消")
            assert caller.entries() == entries, place
            assert caller.dialogue.memory["task"] is None, place


def test_a18_the_pin_is_asked_by_keys_only_and_a_spoken_one_is_wiped(places, call_at):
    asked = [place for place in places if place.turn.listen.kind == "secret"]
    assert asked
    for place in asked:
        with call_at(place) as caller:
            caller.says("密码是二四六八一零")
            assert "concealed" in caller.ear.written, place
            assert "不要说" in caller.heard, place


def test_a18_a_keyed_pin_is_in_nothing_that_is_remembered_or_written(places, call_at):
    for place in places:
        if place.turn.listen.kind != "secret":
            continue
        with call_at(place) as caller:
            caller.presses(PIN)
            kept = [*caller.ear.written, str(caller.dialogue.memory), caller.heard]
            assert not any(PIN in text or "二四六八一零" in text for text in kept), place
            assert PIN.encode() not in caller.place(()).bank, place
