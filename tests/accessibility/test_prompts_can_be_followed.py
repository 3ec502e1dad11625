"""A8, A9, A10, A21: options before keys, at most four, pauses between them, nothing for the eyes."""

import re

import numpy as np
import pytest

from tests.accessibility.caller import SETTINGS
from voicebot.conversation.keypad import COMMAND_KEYS, STAR_KEYS
from voicebot.speech.prompts import PromptLibrary
from voicebot.speech.recognizer import RATE_HZ
from voicebot.speech.voice import SyntheticVoice

KEY_BEFORE_OPTION = re.compile("按[一二三四五六七八九](?![，。；、？！]|$)")
OPTION = re.compile("请按[一二三四五六七八九]")
FOR_EYES = re.compile("看|如图|下图|点击|屏幕|[A-Za-z0-9]")
MAY_BE_SEEN = re.compile("看看|没有看到您的号码|看病|照看|看护|看一下")
ADVERTISEMENT = re.compile("优惠|活动|新品|推荐您|限时优惠|办理有礼|抽奖")
GAP_S = 0.7
SPOKEN_KEYS = dict(zip("0123456789*#", [*"零一二三四五六七八九", "星号", "井号"], strict=True))


def test_a8_every_option_stands_before_its_key(project):
    for name, text in project.wording.items():
        assert not KEY_BEFORE_OPTION.search(text), f"{name}: {text}"


def test_a9_no_state_offers_more_than_four_options(places):
    for place in places:
        assert len(place.turn.keys) <= 4, place
        assert len(OPTION.findall(place.turn.text)) <= 4, place


def test_a9_what_is_offered_is_what_the_keys_do(places):
    """An option that is read has a key, at its number."""
    for place in places:
        read = {"一二三四".index(option[-1]) + 1 for option in OPTION.findall(place.turn.text)}
        assert read <= {int(key) for key in place.turn.keys}, f"{place.turn.text} at {place}"


def test_nothing_that_is_said_needs_eyes(project):
    for name, text in project.wording.items():
        words = MAY_BE_SEEN.sub("", re.sub(r"\{\w+\}", "", text))
        assert not FOR_EYES.search(words), f"{name}: {text}"


def test_a10_between_two_options_there_is_time_to_press_a_key(places, tmp_path):
    library = PromptLibrary(SETTINGS.speech.prompts, SyntheticVoice(tmp_path))
    menu = next(place for place in places if place.name == "//utter_main_menu")
    phrases = [phrase for prompt in menu.turn.prompts for phrase in library.phrases(prompt)]
    gaps = _silences_s(np.concatenate([phrase.sound(rate=2.0) for phrase in phrases]))
    assert sum(gap >= GAP_S for gap in gaps) >= len(menu.turn.keys) - 1, gaps


def _silences_s(sound):
    loud = np.flatnonzero(np.abs(sound) > 200)
    return [float(gap) / RATE_HZ for gap in np.diff(loud) if gap > 0.3 * RATE_HZ]


def test_a21_nobody_is_sold_anything_inside_a_task(places, project):
    for place in places:
        assert not ADVERTISEMENT.search(place.turn.text), place
    for name, text in project.wording.items():
        if not name.startswith("campaign_"):
            assert not ADVERTISEMENT.search(text), f"{name}: {text}"


@pytest.mark.parametrize("word", ["人工", "再说一遍"])
def test_help_tells_what_works_everywhere(project, word):
    assert word in project.wording["utter_help"]


def test_a13_who_asks_for_help_twice_is_told_every_key(call_at):
    with call_at(None) as caller:
        caller.presses("*1")
        assert "再按星号一" in caller.heard
        caller.presses("*1")
        told = caller.heard
    for key, name in STAR_KEYS.items():
        behind = "" if key in COMMAND_KEYS or key == "*" else "星号"
        spoken = f"按{behind}{SPOKEN_KEYS[key]}"
        assert spoken in told or name == "help", name
