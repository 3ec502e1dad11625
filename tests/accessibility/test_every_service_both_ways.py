"""A13, A14: every service by keys alone, and by voice alone but for the PIN."""

import re

from tests.accessibility.caller import COMMANDS, PIN
from voicebot.conversation.keypad import STAR_KEYS

MOST_TURNS = 12
OPTION = re.compile("([^，。？：、]+)(?:，[^。？]*)?，请按一")
# What is said where no options are read: the first that leads on.
SPOKEN = {
    "yes_no": ["是的"],
    "money": ["三十块", "三万"],
    "date": ["下周三", "下周三上午十点"],
    "digits": ["我的手机", "我家的", "一三九零九五一零零零二", "六七八九", "四三二一", "两个"],
    "name": ["张三"],
}


def test_a13_every_service_is_reached_and_finished_by_keys_alone(project, walk, call_at):
    for name, flow in project.flows.items():
        if flow.cancels:
            assert flow.done in _taken_back(name, flow, walk, call_at), f"{name} cannot be keyed"
        elif flow.tells:
            assert f"/{name}" in walk.wished, f"no key leads to {name}"
        else:
            assert flow.done in walk.by_keys, f"{name} cannot be finished by keys"


def test_a14_every_service_is_finished_by_voice_alone_but_for_the_pin(project, call_at):
    for name in project.wishes:
        flow = project.flows[name]
        with call_at(None) as caller:
            if flow.cancels:
                _is_served(caller, project.phrase_of(flow.cancels))
            heard = _is_served(caller, project.phrase_of(name))
            told = flow.done in heard if flow.done else caller.dialogue.memory["task"] is None
            assert told, f"{name}: stuck at {caller.turn.text}"


def test_a13_whatever_is_open_is_cancelled_by_keys_as_by_words(places, call_at):
    for place in places:
        with call_at(place) as caller:
            entries = caller.entries()
            caller.presses("*4")
            assert caller.dialogue.memory["task"] is None, place
            assert caller.prompts[-1] in ("utter_anything_else", "utter_main_menu"), place
            assert caller.entries() == entries, place


def test_a13_every_command_of_the_telephone_has_a_key(call_at):
    """What can be said in every state can be keyed there (`nlu_data/commands.yml`)."""
    keyed = set()
    for key in STAR_KEYS:
        with call_at(None) as caller:
            for _ in range(2):  # some keys switch to and fro
                caller.presses(f"*{key}")
                keyed.update(re.findall(r"key:(\w+)", " ".join(caller.ear.written)))
    assert set(COMMANDS.phrases.values()) <= keyed


def _taken_back(name, flow, walk, call_at):
    """The prompts when what another flow has done is taken back, all of it by keys."""
    keyed = [
        place
        for place in walk.places
        if all(step.strip("0123456789#") == "" for step in place.way[1:])
    ]
    confirm = next(p for p in keyed if p.name.startswith(f"{flow.cancels}/confirm/"))
    menu = next(p for p in keyed if f"/{name}" in p.turn.keys.values())
    key = next(key for key, wish in menu.turn.keys.items() if wish == f"/{name}")
    heard = set()
    with call_at(confirm) as caller:
        for step in ("1", "1", *menu.way[1:], key, "1", "1"):
            caller.presses(step)
            if caller.turn.listen.kind == "secret":
                caller.presses(PIN)
            heard.update(caller.prompts)
    return heard


def _is_served(caller, wish):
    """Says the wish and answers until the task is over; the responses heard."""
    caller.says(wish)
    heard = set(caller.prompts)
    for _ in range(MOST_TURNS):
        if caller.dialogue.memory["task"] is None:
            break
        _answers(caller)
        heard.update(caller.prompts)
    return heard


def _answers(caller):
    """One spoken answer to the open question; the PIN is keyed."""
    turn = caller.turn
    if turn.listen.kind == "secret":
        caller.presses(PIN)
        return
    option = OPTION.search(turn.text)
    choices = [option[1]] if option and turn.listen.kind != "yes_no" else []
    before = caller.dialogue.memory
    for said in [*choices, *SPOKEN.get(turn.listen.kind, [])]:
        caller.says(said)
        if caller.dialogue.memory["failures"] == 0 and caller.dialogue.memory != before:
            return
