"""The whole calls that staff wrote down hold with the model that is trained from the files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.calls.conftest import ROOT, Hotline
from voicebot.bank import database
from voicebot.conversation.chat import TypedCalls
from voicebot.quality.journeys import load_journeys, patient, walk_with
from voicebot.trial import for_trial, seed_demonstration_bank


@pytest.fixture
def new_bank(hotline: Hotline, tmp_path: Path) -> Iterator[None]:
    """The hotline works on a bank that nobody has called yet; afterwards it has its own again."""
    seed_demonstration_bank(for_trial(hotline.settings, tmp_path))
    used = Path(database.make_url(hotline.settings.bank.database).database)
    copy(used, tmp_path / "used.db")
    copy(tmp_path / "bank.db", used)
    yield
    copy(tmp_path / "used.db", used)


def copy(source: Path, target: Path) -> None:
    """Whole, beside whoever has the database open."""
    with closing(sqlite3.connect(source)) as one, closing(sqlite3.connect(target)) as other:
        one.backup(other)


def test_every_journey_holds_with_the_trained_model(hotline, new_bank):
    journeys = load_journeys(ROOT / "nlu_data" / "tests" / "journeys")
    with closing(TypedCalls(patient(hotline.settings))) as calls:
        assert walk_with(calls, journeys, lambda _line: None) == {}
    assert hotline.faults() == []
