"""Words that staff add are heard by the next caller, on a hotline that nobody has to start again."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest

from tests.calls.conftest import Hotline
from tests.calls.test_whole_calls import one_call
from voicebot.bank import database
from voicebot.bank.customers import by_phone
from voicebot.bank.tables import Payee
from voicebot.config import Settings
from voicebot.dialogue.training import model_path
from voicebot.quality import releases
from voicebot.speech.new_words import write_new_word

CALLER, PIN = "13909510002", "135790"
# A payee whose name the shipped model cannot hear; a sample caller says what sounds like it.
NAME, PINYIN, SAID = "枉杞鸣", "wang xiao ming", "王小明"
# What no bank does, until staff say what it means here.
WORDS, MEANT = "给我讲个笑话", "查余额"
RELEASED_WITHIN_S = 60.0


@pytest.fixture
def changed(hotline: Hotline, tmp_path: Path) -> Settings:
    """What staff wrote: a word and a synonym. The model is not trained from either: it is the same."""
    shutil.copytree(hotline.settings.nlu_data, tmp_path / "nlu_data", symlinks=True)
    settings = hotline.settings.copy(update={"nlu_data": tmp_path / "nlu_data"})
    write_new_word(settings.nlu_data, NAME, PINYIN)
    with (settings.nlu_data / "accent.yml").open("a", encoding="utf-8") as accent:
        accent.write(f"  {WORDS}: {MEANT}\n")
    settings = settings.copy(update={"trained_models": tmp_path})
    shutil.copy(model_path(hotline.settings), model_path(settings))
    return settings


def test_a_new_word_and_a_synonym_are_understood_in_a_call_after_the_release(hotline, changed):
    bank = database.open_database(hotline.settings.bank.database)
    with bank.begin() as db:
        customer = by_phone(db, CALLER)
        facts = {"name": NAME, "bank": "宁城银行", "account_number": "6217002200001234567"}
        db.add(Payee(customer_id=customer.id, **facts))
    before = f"- wait_ms: 3000\n- say: {WORDS}\n- wait: prompt_end\n- hangup:\n"
    turns, _ = one_call(hotline, before, caller=CALLER)
    assert turns[-1]["heard"].endswith("笑话")
    assert turns[-1]["intent"] != "ask_balance"

    name = releases.keep(changed, model_path(changed))
    with bank.begin() as db:
        releases.release(db, name, "王主管", datetime.now(), {})
    hotline.service.wait_for(f"new calls begin with the release {name}", RELEASED_WITHIN_S)

    after = (
        f"- wait_ms: 3000\n- say: {WORDS}\n  voice: zm_yunxi\n- wait: prompt_end\n"
        f'- keys: "{PIN}"\n  secret: true\n- wait: prompt_end\n'
        f"- say: 给{SAID}转一千二\n  voice: zm_yunxi\n- wait: prompt_end\n- hangup:\n"
    )
    turns, folder = one_call(hotline, after, caller=CALLER)
    assert turns[1]["prompts"] == ["utter_ask_pin"], turns
    assert turns[2]["prompts"][0] == "utter_balance"
    assert NAME in turns[3]["heard"]
    assert turns[3]["prompts"] == ["utter_confirm_transfer"]
    assert name in (folder / "events.jsonl").read_text(encoding="utf-8")
