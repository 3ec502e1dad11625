"""A change reaches callers only when it is no worse, or somebody answers for it; back is one word."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import soundfile
import soxr
from sqlalchemy.orm import Session, sessionmaker
from typer.testing import CliRunner

from voicebot.bank import database, staff
from voicebot.bank.errors import BankError
from voicebot.bank.tables import CallTurn
from voicebot.cli import app
from voicebot.config import Settings, load_settings, save_settings
from voicebot.dialogue import served_models
from voicebot.dialogue.served_models import ServedModels
from voicebot.quality import gate, releases
from voicebot.quality.exam import CorrectedTurn
from voicebot.quality.gate import Gate
from voicebot.quality.reviews import Correction
from voicebot.quality.side import Side
from voicebot.speech.recognizer import SpeechModel
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 11, 24, 10, 0)
GOOD = {"intent_accuracy": 97.0}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation with a file of each kind that staff write, and a model of theirs."""
    for name in ("nlu_data", "prompts", "models"):
        (tmp_path / name).mkdir()
    (tmp_path / "nlu_data" / "accent.yml").write_text("words: {}\n")
    (tmp_path / "models" / "abc.tar.gz").write_bytes(b"model")
    settings = for_trial(load_settings(ROOT / "config.yaml"), tmp_path)
    places = {name: tmp_path / name for name in ("nlu_data", "prompts")}
    settings = settings.copy(update={**places, "trained_models": tmp_path / "models"})
    database.migrate(settings.bank.database)
    save_settings(settings, tmp_path / "config.yaml")
    return settings


@pytest.fixture
def bank(settings: Settings) -> Iterator[sessionmaker[Session]]:
    bank = database.open_database(settings.bank.database)
    with bank.begin() as db:
        staff.add(db, "王老师", staff.REVIEWER, "correct horse", NOW)
        staff.add(db, "马主任", staff.LEAD, "battery staple", NOW)
    yield bank
    bank.kw["bind"].dispose()


def test_a_release_is_what_stood_there_then(settings, bank):
    assert releases.in_use(settings) == ""
    assert releases.settings_of(settings, "") == settings
    name = releases.keep(settings, settings.trained_models / "abc.tar.gz")
    with bank.begin() as db:
        releases.release(db, name, "王老师", NOW, {})
    (settings.nlu_data / "accent.yml").write_text("broken: [")
    used = releases.settings_of(settings, releases.in_use(settings))
    assert (used.nlu_data / "accent.yml").read_text() == "words: {}\n"
    assert (used.trained_models / "abc.tar.gz").read_bytes() == b"model"


def released(settings, db, name):
    (settings.state_dir / "releases" / name / "models").mkdir(parents=True)
    releases.release(db, name, "王老师", NOW, {})


def goes_back(settings, db):
    return releases.roll_back(db, settings, "马主任", NOW)


def test_going_back_twice_goes_one_release_further_back(settings, bank):
    with bank.begin() as db:
        for name in ("one", "two", "three"):
            released(settings, db, name)
        assert [goes_back(settings, db), goes_back(settings, db)] == ["two", "one"]
        with pytest.raises(BankError, match="no earlier"):
            goes_back(settings, db)
        assert releases.newest(db).model == "one"


def test_what_is_released_after_going_back_is_left_for_where_one_was_then(settings, bank):
    with bank.begin() as db:
        for name in ("one", "two"):
            released(settings, db, name)
        goes_back(settings, db)
        released(settings, db, "three")
        assert goes_back(settings, db) == "one"
        assert [one.model for one in releases.history(db)] == ["one", "three", "one", "two", "one"]


def test_a_release_without_its_files_is_not_gone_back_to(settings, bank):
    with bank.begin() as db:
        releases.release(db, "lost", "王老师", NOW, {})
        released(settings, db, "two")
        with pytest.raises(BankError, match="files of lost are missing"):
            goes_back(settings, db)
        assert releases.newest(db).model == "two"


def test_staff_see_what_is_live_and_what_a_rollback_would_give(settings, bank):
    assert "no release yet" in voicebot(settings, "releases").output
    with bank.begin() as db:
        released(settings, db, "one")
    assert "would give new calls: nothing to go to" in voicebot(settings, "releases").output
    with bank.begin() as db:
        released(settings, db, "two")
    told = voicebot(settings, "releases").output
    assert told.startswith("live: two, since 2026-11-24 10:00, by 王老师\n")
    assert "a rollback would give new calls: one, released 2026-11-24 10:00" in told


def measured(before: dict[str, float], after: dict[str, float], **broken: str) -> Gate:
    confused = Counter({("ask_balance", "ask_balance"): 3, ("ask_balance", "transfer"): 1})
    return Gate(Side("one", before, confused), Side("abc", after, confused, broken), 0)


def test_worse_is_told_and_as_good_is_good_enough():
    assert measured(GOOD, GOOD).worse == []
    assert measured(GOOD, {"intent_accuracy": 96.0}).worse == [
        "intent_accuracy falls from 97.0 to 96.0 %"
    ]
    assert measured(GOOD, GOOD, bill="x follows").worse == ["bill held: now x follows"]
    assert measured(GOOD, GOOD).after.accuracy() == {"ask_balance": 75.0}


def voicebot(settings: Settings, *arguments: str):
    return CliRunner().invoke(app, [*arguments, "--config", str(settings.root / "config.yaml")])


@pytest.fixture
def worse(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in the files is worse than what callers have."""
    result = measured(GOOD, {"intent_accuracy": 96.0})
    monkeypatch.setattr(gate, "run_gate", lambda _settings, _progress: result)
    model = settings.trained_models / "abc.tar.gz"
    monkeypatch.setattr("voicebot.dialogue.training.train_if_changed", lambda *_: model)


def test_worse_is_released_only_by_a_lead_who_says_why(settings, bank, worse):
    refused = voicebot(settings, "release", "--by", "王老师")
    assert (refused.exit_code, releases.in_use(settings)) == (1, "")
    refused = voicebot(settings, "release", "--by", "王老师", "--despite", "急用")
    assert (refused.exit_code, releases.in_use(settings)) == (1, "")
    refused = voicebot(settings, "release", "--by", "谁也不是", "--despite", "急用")
    assert (refused.exit_code, releases.in_use(settings)) == (1, "")
    done = voicebot(settings, "release", "--by", "马主任", "--despite", "急用")
    assert (done.exit_code, releases.in_use(settings)) == (0, "abc"), done.output
    assert "急用" in voicebot(settings, "releases").output
    assert (settings.state_dir / "gate" / "abc" / "gate.png").exists()


class Model:
    """A model in a file of its name."""

    def __init__(self, name: str) -> None:
        self.processor = SimpleNamespace(model_filename=f"models/{name}.tar.gz")

    async def parse_message(self, _text: str) -> None:
        """Warmed up."""


def test_a_call_stays_with_the_model_that_it_began_with(monkeypatch):
    first, second = Model("first"), Model("second")
    served = serving(monkeypatch)
    assert served.of("old call", "first", first) is first
    release(served, second)
    assert served.of("old call", "first", first) is first
    assert served.of("new call", "second", first) is second


def test_a_call_gets_the_model_of_its_ear_though_a_newer_one_is_there(monkeypatch):
    first, second = Model("first"), Model("second")
    served = serving(monkeypatch)
    release(served, second)
    assert served.newest(first) == "second"
    assert served.of("the ear is still that of before", "first", first) is first
    assert served.of("typed, without an ear", "", first) is second


def test_who_goes_back_to_what_was_served_first_gets_it(monkeypatch):
    first, again = Model("first"), Model("first")
    served = serving(monkeypatch)
    release(served, Model("second"), again)
    assert served.newest(first) == "first"
    assert served.of("call", "first", first) is again


def test_models_are_forgotten_with_their_calls(monkeypatch):
    monkeypatch.setattr(served_models, "CALLS_KEPT", 2)
    first, second = Model("first"), Model("second")
    served = ServedModels()
    for call in ("a", "b", "a", "c"):
        served.of(call, "", first)
    assert served.of("a", "", second) is first
    assert served.of("b", "", second) is second


def serving(monkeypatch) -> ServedModels:
    """Models of the test instead of files."""

    def load(model: Model, _url: str) -> Model:
        return model

    monkeypatch.setattr(served_models, "_load", load)
    return ServedModels()


def release(served: ServedModels, *models: Model) -> None:
    for model in models:
        asyncio.run(served.serve(model, "http://127.0.0.1:1/webhook"))


def test_corrected_turns_go_through_recognition_and_understanding():
    settings = load_settings(ROOT / "config.yaml")
    sound, rate_hz = soundfile.read(ROOT / "audio/callers/yunxi-cha-yu-e.flac", dtype="int16")
    sound = soxr.resample(sound, rate_hz, 16_000)
    turn = CallTurn(listen="open")
    right = Correction(turn, "查余额", "ask_balance", "王老师")
    wrong = Correction(turn, "挂失信用卡", "report_loss", "王老师")
    ear = SpeechModel(settings.speech.model, ["查余额"])
    turns = [CorrectedTurn(one, sound) for one in (right, wrong)]
    assert [gate.is_right(ear, Balances(), turn) for turn in turns] == [True, False]


class Balances:
    """Understands one sentence."""

    def of(self, texts: list[str]) -> list[dict[str, str]]:
        assert texts == ["查余额"]
        return [{"intent": "ask_balance"}]
