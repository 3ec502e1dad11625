"""A backup of either database is a bank that proves itself, and shows what was damaged."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, PostgresqlBanks, SqliteBanks, calling, opened, send
from voicebot.bank import vouchers
from voicebot.bank.errors import DatabaseError
from voicebot.bank.tables import Base
from voicebot.config import Settings, load_settings
from voicebot.operations import sealed_recordings
from voicebot.operations.backup import back_up
from voicebot.operations.restore import restore
from voicebot.quality import releases

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
    places = {"recordings": recordings, "state_dir": tmp_path / "var"}
    return installed.copy(update={"bank": at, **places})


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


@pytest.fixture
def elsewhere(
    settings: Settings, banks: SqliteBanks | PostgresqlBanks, tmp_path: Path
) -> Iterator[Settings]:
    """Another machine, with nothing on it."""
    with banks.empty() as url:
        at = settings.bank.copy(update={"database": url})
        places = {"recordings": tmp_path / "elsewhere", "state_dir": tmp_path / "elsewhere-var"}
        yield settings.copy(update={"bank": at, **places})


def test_a_restored_bank_is_proven_and_goes_on(
    settings: Settings, bank: sessionmaker[Session], elsewhere: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup")
    restored = restore(elsewhere, tmp_path / "backup")
    assert (restored.findings, restored.copied, restored.last_entry) == ([], 1, NOW)
    assert restored.seal and restored.seal.number == 1
    with opened(elsewhere.bank.database) as there:
        assert rows(there) == rows(bank)
        with there.begin() as db:
            send(db, calling(db, call_id="the next call"), 100_00, "yes-2")
            assert [one.record.number for one in vouchers.sealed_records(db)] == [1, 2]
            assert vouchers.find_faults(db, restored.seal) == []


def release(settings: Settings, bank: sessionmaker[Session]) -> Path:
    """The folder of a release, whose row is in the bank."""
    folder = settings.state_dir / "releases" / "abc"
    (folder / "models").mkdir(parents=True)
    (folder / "models" / "abc.tar.gz").write_bytes(b"model")
    with bank.begin() as db:
        releases.release(db, "abc", "王老师", NOW, {})
    return folder


def test_releases_are_in_the_backup_and_come_back(
    settings: Settings, bank: sessionmaker[Session], elsewhere: Settings, tmp_path: Path
) -> None:
    release(settings, bank)
    (settings.state_dir / "releases" / "next.unfinished").mkdir()
    (settings.state_dir / "releases" / "next.unfinished" / "a.yml").touch()
    assert back_up(settings, tmp_path / "backup").findings == []
    assert restore(elsewhere, tmp_path / "backup").findings == []
    there = elsewhere.state_dir / "releases"
    assert (there / "abc" / "models" / "abc.tar.gz").read_bytes() == b"model"
    assert not (there / "next.unfinished").exists()
    assert releases.in_use(elsewhere) == "abc"


def test_a_release_whose_files_are_lost_is_named(
    settings: Settings, bank: sessionmaker[Session], tmp_path: Path
) -> None:
    shutil.rmtree(release(settings, bank))
    (finding,) = back_up(settings, tmp_path / "backup").findings
    assert finding.problem == "the files of the release abc are missing"


def test_a_bank_in_use_is_not_overwritten(
    settings: Settings, bank: sessionmaker[Session], tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup")
    with bank.begin() as db:
        send(db, "a-call", 100_00, "yes-2")
    before = rows(bank)
    with pytest.raises(DatabaseError, match="is in use and stays as it is"):
        restore(settings, tmp_path / "backup")
    assert rows(bank) == before


def test_a_damaged_backup_is_named_and_founds_no_bank(
    settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    back_up(settings, tmp_path / "backup")
    with opened(f"sqlite:///{tmp_path / 'backup' / 'bank.db'}") as copy, copy.begin() as db:
        db.execute(text("DROP TRIGGER postings_no_update"))
        db.execute(text("UPDATE postings SET amount_fen = amount_fen * 2"))
    with pytest.raises(DatabaseError, match=r"damaged, take an older backup.*voucher 1"):
        restore(elsewhere, tmp_path / "backup")
    back_up(settings, tmp_path / "backup")
    assert restore(elsewhere, tmp_path / "backup").findings == []


@pytest.mark.parametrize(
    "broken, told",
    [("garbage" * 1000, "file is not a database"), ("9999", "is of a newer release")],
)
def test_a_backup_that_this_release_cannot_read_is_told(
    settings: Settings, elsewhere: Settings, tmp_path: Path, broken: str, told: str
) -> None:
    back_up(settings, tmp_path / "backup")
    file = tmp_path / "backup" / "bank.db"
    if broken == "9999":
        with opened(f"sqlite:///{file}") as copy, copy.begin() as db:
            db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    else:
        file.write_text(broken)
    with pytest.raises(DatabaseError, match=rf"nothing was restored: .*{told}"):
        restore(elsewhere, tmp_path / "backup")


def test_a_folder_without_a_backup_is_told(elsewhere: Settings, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="name a folder of `bank backup`"):
        restore(elsewhere, tmp_path)
