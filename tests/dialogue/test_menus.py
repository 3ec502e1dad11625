"""What is said at a menu leads where its key leads."""

import pytest

from tests.dialogue.conftest import ROOT
from voicebot.config import read_yaml

MENUS = read_yaml(ROOT / "prompts" / "menus.yml")["responses"]


def payloads_of_other():
    """Menu → where its key for all the rest leads."""
    for name, variants in MENUS.items():
        for button in variants[0].get("buttons", ()):
            if button["title"].startswith("其他"):
                yield name.removeprefix("utter_"), button["payload"].removeprefix("/")


@pytest.mark.parametrize("menu, intent", list(payloads_of_other()))
@pytest.mark.parametrize("said", ["其他", "其他的", "别的业务"])
def test_other_is_said_as_well_as_keyed(caller, menu, intent, said):
    def at_the_menu():
        caller.rings()
        if menu != "main_menu":
            caller.says("那个菜单", menu)

    at_the_menu()
    by_voice = caller.says(said, "nlu_fallback", 0.2)
    at_the_menu()
    assert caller.presses("4") == by_voice


def test_other_belongs_to_the_menu_that_was_heard_last(caller):
    caller.rings()
    caller.says("转账", "menu_transfers")
    assert caller.says("其他", "nlu_fallback", 0.2)[0].startswith("utter_not_understood")
