"""Words that staff add are heard by the next caller, on a hotline that nobody has to start again."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

import pytest
import soundfile

from tests.calls.conftest import Hotline, turns_of, wait_for
from tests.calls.test_whole_calls import one_call
from voicebot.bank import database
from voicebot.config import Settings
from voicebot.dialogue.training import model_path
from voicebot.quality import releases
from voicebot.speech.new_words import write_new_word
from voicebot.speech.recognizer import RATE_HZ
from voicebot.speech.voice import SyntheticVoice

# The shipped model has no 枸 and no 杞; staff say what the word means to their callers.
WORD, PINYIN, MEANT = "枸杞贷", "gou qi dai", "查余额"
RELEASED_WITHIN_S = 90.0


@pytest.fixture
def says_the_word(tmp_path: Path) -> str:
    """What a caller does: no sample caller says a word that nobody knows, so the synthetic voice does."""
    file = tmp_path / "says.wav"
    soundfile.write(file, SyntheticVoice(tmp_path).render(WORD), RATE_HZ)
    return f"- wait_ms: 3000\n- say: {file}\n- wait: prompt_end\n- hangup:\n"


@pytest.fixture
def changed(hotline: Hotline, tmp_path: Path) -> Settings:
    """What staff wrote: the word and a synonym. Rasa's model is trained from neither: it stays."""
    shutil.copytree(hotline.settings.nlu_data, tmp_path / "nlu_data", symlinks=True)
    places = {"nlu_data": tmp_path / "nlu_data", "trained_models": tmp_path}
    settings = hotline.settings.copy(update=places)
    write_new_word(settings.nlu_data, WORD, PINYIN)
    with (settings.nlu_data / "accent.yml").open("a", encoding="utf-8") as accent:
        accent.write(f"  {WORD}: {MEANT}\n")
    shutil.copy(model_path(hotline.settings), model_path(settings))
    return settings


def test_a_new_word_and_a_synonym_are_understood_in_a_call_after_the_release(
    hotline, changed, says_the_word
):
    hotline.new_recordings()
    name = releases.keep(changed, model_path(changed))
    on_the_line = hotline.rings(says_the_word)
    began: list[Path] = []
    wait_for(lambda: began.extend(hotline.new_recordings()) or began)
    with database.open_database(hotline.settings.bank.database).begin() as db:
        releases.release(db, name, "王主管", datetime.now(), {})
    before = turns_of(on_the_line.report(), began[0])
    assert WORD not in before[-1]["heard"], before
    assert before[-1]["intent"] != "ask_balance", before
    hotline.service.wait_for(f"new calls begin with the release {name}", RELEASED_WITHIN_S)
    after, folder = one_call(hotline, says_the_word)
    assert (after[-1]["heard"], after[-1]["prompts"]) == (WORD, ["utter_ask_pin"]), after
    assert name in (folder / "events.jsonl").read_text(encoding="utf-8")
