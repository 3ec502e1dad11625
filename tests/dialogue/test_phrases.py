"""What staff wrote for the model to learn from: enough of it, each meaning one thing, none frozen."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from voicebot.config import read_yaml
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.phrases import derived_phrases

NLU_DATA = Path(__file__).parents[2] / "nlu_data"
EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)
FEWEST_PHRASES = 40
# Nobody says these: keys and what they stand for, the telephone, and what is not understood.
NEVER_SAID = {
    *("inform_keys", "choose", "own_number", "more_options", "ask_again"),
    *("start_call", "authenticated", "pin_failed", "pin_locked", "held", "nlu_fallback"),
    # Menus between two keys: whoever speaks says at once what they hold.
    *("menu_more", "menu_card_bill", "menu_card_more", "menu_utilities", "menu_lines"),
}


@cache
def written(folder: str) -> dict[str, list[str]]:
    """Intent → phrases as they reach the model: without the fillers at their ends."""
    phrases: dict[str, list[str]] = {}
    for path in sorted((NLU_DATA / folder).glob("*.yml")):
        for entry in read_yaml(path)["nlu"]:
            said = [normalise(phrase) for phrase in EXAMPLE.findall(entry["examples"])]
            phrases.setdefault(entry["intent"], []).extend(said)
    return phrases


@cache
def trained_on() -> dict[str, set[str]]:
    phrases = {intent: set(said) for intent, said in written("nlu").items()}
    for intent, said in derived_phrases(NLU_DATA).items():
        phrases.setdefault(intent, set()).update(map(normalise, said))
    return phrases


def intents() -> list[str]:
    paths = sorted((NLU_DATA / "domain").glob("*.yml"))
    return [str(intent) for path in paths for intent in read_yaml(path)["intents"]]


@pytest.mark.parametrize("intent", sorted(set(intents()) - NEVER_SAID))
def test_every_wish_is_learned_from_forty_different_phrases(intent):
    assert len(trained_on()[intent]) >= FEWEST_PHRASES


def test_what_is_never_said_has_no_phrases():
    assert set(intents()) >= NEVER_SAID
    assert not NEVER_SAID & set(trained_on())


def test_no_phrase_means_two_things():
    meant = Counter(phrase for said in trained_on().values() for phrase in said)
    assert [phrase for phrase, times in meant.items() if times > 1] == []


def test_nothing_that_is_frozen_for_the_test_is_trained_on():
    folders = ("tests/nlu", "tests/blind/nlu")
    frozen = {p for folder in folders for said in written(folder).values() for p in said}
    assert len(frozen) >= 300
    assert frozen.isdisjoint({phrase for said in trained_on().values() for phrase in said})
