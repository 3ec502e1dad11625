"""Words that the model has not got are added to its graph; what was heard before is heard as before."""

from __future__ import annotations

import json
import weakref
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
import vosk
from typer.testing import CliRunner

from voicebot.cli import app
from voicebot.config import ConfigError, Settings, load_settings, save_settings
from voicebot.speech.errors import ModelMissing
from voicebot.speech.graph.fst_file import Reader, fst_bytes, read_fst
from voicebot.speech.graph.lookahead_file import lookahead_bytes, read_lookahead
from voicebot.speech.graph.new_words import make_model
from voicebot.speech.graph.pronunciation import CannotBeSaid, phones_of, pinyin_of
from voicebot.speech.new_words import load_new_words, model_of, write_new_word
from voicebot.speech.recognizer import SpeechModel
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "audio" / "models" / "zh"
CALLERS = ROOT / "audio" / "callers"
RATE_HZ = 16_000
# It sounds like 王小明, who is among the sample callers' payees.
NEW = "枉杞鸣"
WORDS = {NEW: "wang xiao ming", "枸杞贷": "gou qi dai"}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("model") / "zh-new"
    make_model(MODEL, WORDS, folder)
    return folder


@pytest.fixture(scope="module")
def ear(model: Path) -> SpeechModel:
    return SpeechModel(model)


def said(name: str) -> np.ndarray:
    samples, rate_hz = soundfile.read(CALLERS / f"{name}.flac", dtype="int16")
    return soxr.resample(samples, rate_hz, RATE_HZ)


def test_the_files_of_the_shipped_model_are_written_as_they_were_read():
    words, tree = MODEL / "graph" / "Gr.fst", MODEL / "graph" / "HCLr.fst"
    assert fst_bytes(read_fst(Reader(words.read_bytes()))) == words.read_bytes()
    assert lookahead_bytes(read_lookahead(tree)) == tree.read_bytes()


def test_a_new_word_is_heard_among_sentences(ear):
    assert SpeechModel(MODEL).split(NEW) is None
    assert ear.split(NEW) == [NEW]
    grammar = json.dumps([f"给 {NEW} 转 一 千 二", "查 余额", "[unk]"], ensure_ascii=False)
    recognizer = vosk.KaldiRecognizer(ear.model, RATE_HZ, grammar)
    recognizer.AcceptWaveform(said("yunxi-gei-wang-xiao-ming-zhuan-yi-qian-er").tobytes())
    assert NEW in json.loads(recognizer.FinalResult())["text"]


@pytest.mark.parametrize(
    "name, text", [("yunxi-cha-yu-e", "查余额"), ("yunxi-jiao-yi-ming-xi", "交易明细")]
)
def test_what_was_heard_is_heard_as_before(ear, name, text):
    assert "".join(word for word, _, _ in ear.word_times(said(name))) == text


@pytest.mark.parametrize(
    "word, pinyin, phones",
    [
        ("宁鑫宝", "ning xin bao", "n_B ing_I x_I in_I b_I ao_E"),
        ("儿", "er", "gs_B er_E"),
        ("一五", "yi wu", "yy_B i_I ww_I u_E"),
        ("志子", "zhi zi", "zh_B iii_I z_I ii_E"),
        ("女", "nü", "n_B v_E"),
    ],
)
def test_a_word_sounds_as_its_pinyin(word, pinyin, phones):
    known = {line.split()[0] for line in (MODEL / "graph" / "phones.txt").read_text().splitlines()}
    assert " ".join(phones_of(word, pinyin, known)) == phones


def test_the_pinyin_is_a_guess_that_staff_can_correct():
    assert pinyin_of("沙坡头路") == "sha po tou lu"


@pytest.mark.parametrize(
    "word, pinyin, told",
    [
        ("枸杞贷", "gou qi", "one for each"),
        ("枸杞贷", "gou qi loan", "is not Mandarin"),
        ("枸杞贷款专用账户", "", "add its parts"),
    ],
)
def test_a_word_that_cannot_be_added_is_told_and_no_model_is_made(tmp_path, word, pinyin, told):
    with pytest.raises(CannotBeSaid, match=told):
        make_model(MODEL, {word: pinyin}, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_model_with_another_kind_of_graph_is_told(tmp_path):
    with pytest.raises(ModelMissing, match="cannot be changed"):
        make_model(tmp_path, WORDS, tmp_path / "new")
    (tmp_path / "graph").mkdir()
    for name in ("Gr.fst", "HCLr.fst"):
        (tmp_path / "graph" / name).write_bytes(b"another kind")
    with pytest.raises(ModelMissing, match="graph of the model"):
        make_model(tmp_path, WORDS, tmp_path / "new")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation whose staff write a list of new words."""
    (tmp_path / "audio").symlink_to(ROOT / "audio")
    nlu_data = tmp_path / "nlu_data"
    (nlu_data / "nlu").mkdir(parents=True)
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    settings = settings.copy(update={"nlu_data": nlu_data})
    save_settings(settings, tmp_path / "config.yaml")
    return settings


def words(settings: Settings, *arguments: str):
    config = ["--config", str(settings.root / "config.yaml")]
    return CliRunner().invoke(app, ["words", *arguments, *config])


def test_staff_add_a_word_and_see_what_it_changes(settings):
    told = words(settings, "add", "枸杞贷", "--samples", "3")
    assert told.exit_code == 0, told.output
    assert "枸杞贷 is said gou qi dai" in told.output
    assert "now 枸杞贷" in told.output
    assert "枸杞贷\tgou qi dai" in words(settings, "list").output
    assert SpeechModel.load(settings).knows("枸杞贷")


def test_a_word_that_is_heard_already_is_not_added(settings):
    assert "hears “余额” already" in words(settings, "add", "余额").output
    assert load_new_words(settings.nlu_data) == {}


def test_a_corrected_pinyin_stands_in_place_of_the_first_one(settings):
    for pinyin in ("bi xi", "bei xi"):
        write_new_word(settings.nlu_data, "贝喜", pinyin)
    assert load_new_words(settings.nlu_data) == {"贝喜": "bei xi"}


def test_each_state_of_the_list_has_a_model_of_its_own(settings):
    assert model_of(settings) == settings.speech.model
    write_new_word(settings.nlu_data, "枸杞贷", "gou qi dai")
    first = model_of(settings)
    write_new_word(settings.nlu_data, "枉杞鸣", "wang qi ming")
    assert model_of(settings) not in (first, settings.speech.model)


def test_a_line_that_is_no_word_is_told(settings):
    (settings.nlu_data / "new_words.yml").write_text("枸杞贷: [gou]\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"new_words\.yml:1: write '枸杞贷'"):
        load_new_words(settings.nlu_data)


def test_a_model_goes_with_the_last_call_that_hears_by_it(model):
    ear = SpeechModel(model)
    assert ear.knows(NEW)
    gone = weakref.ref(ear)
    recognizer = ear.recognizer()
    del ear
    assert gone()
    del recognizer
    assert gone() is None
