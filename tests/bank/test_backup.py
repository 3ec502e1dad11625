"""A backup of either database is a bank that proves itself, and shows what was damaged."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, calling, opened, send
from voicebot.bank.tables import Base
from voicebot.config import Settings, load_settings
from voicebot.operations import sealed_recordings
from voicebot.operations.backup import back_up

ROOT = Path(__file__).parents[2]


@pytest.fixture
def settings(url: str, bank: sessionmaker[Session], tmp_path: Path) -> Settings:
    """An installation with one transfer and the recording of its call."""
    installed = load_settings(ROOT / "config.yaml")
    recordings = tmp_path / "recordings"
    recording = recordings / "2026-11-23" / "a-call" / "call.wav"
    recording.parent.mkdir(parents=True)
    recording.write_bytes(b"RIFF what was said")
    with bank.begin() as db:
        call_id = calling(db, call_id="a-call")
        send(db, call_id, 500_00)
        sealed_recordings.seal(db, call_id, recordings, recording, NOW)
    at = installed.bank.copy(update={"database": url})
    return installed.copy(update={"bank": at, "recordings": recordings})


def rows(bank: sessionmaker[Session]) -> dict[str, int]:
    with bank.begin() as db:
        return {
            table.name: db.execute(select(func.count()).select_from(table)).scalar_one()
            for table in Base.metadata.sorted_tables
        }


def test_the_backup_has_everything_and_proves_it(
    settings: Settings, bank: sessionmaker[Session], tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    assert back_up(settings, backup).findings == []
    with opened(f"sqlite:///{backup / 'bank.db'}") as copy:
        assert rows(copy) == rows(bank)
        assert rows(copy)["vouchers"] == 1
    assert back_up(settings, backup).copied == 0


def test_a_recording_that_was_damaged_before_the_backup_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    shutil.rmtree(settings.recordings / "2026-11-23")
    (finding,) = back_up(settings, tmp_path / "backup").findings
    assert finding.problem.endswith("a-call/call.wav is missing")
