"""A backup that is a bank of its own: bank.db (SQLite, whatever the bank runs on), recordings
and releases of the dialogue.

It is taken while calls go on, and proven before it counts: `voicebot vouchers verify` works on it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from voicebot.bank import database, reconciliation
from voicebot.bank.finding import Finding
from voicebot.bank.tables import Base
from voicebot.config import Settings
from voicebot.operations import sealed_recordings
from voicebot.quality import releases

DATABASE_FILE = "bank.db"
RECORDINGS, RELEASES = "recordings", "releases"
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True)
class Backup:
    """What was written: recordings copied now, and what is wrong with the whole backup."""

    copied: int
    findings: list[Finding]


def back_up(settings: Settings, folder: Path) -> Backup:
    """Writes bank.db anew, and the recordings and releases that `folder` has not got yet."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = _copy_new(settings.recordings, folder / RECORDINGS)
    unproven = folder / f"{DATABASE_FILE}.unproven"
    unproven.unlink(missing_ok=True)
    url = settings.bank.database
    if make_url(url).get_backend_name() == "sqlite":
        _copy_sqlite(Path(make_url(url).database or ""), unproven)
    else:
        copy_tables(url, f"sqlite:///{unproven}")
    with database.reading(f"sqlite:///{unproven}") as db:
        findings = reconciliation.find_faults(db)
        findings += sealed_recordings.find_faults(db, folder / RECORDINGS)
        # A release's files are there before its row is.
        _copy_new(releases.folder_of(settings), folder / RELEASES)
        findings += releases.find_faults(db, folder / RELEASES)
    os.replace(unproven, folder / DATABASE_FILE)
    return Backup(copied, findings)


def _copy_sqlite(source: Path, target: Path) -> None:
    """SQLite's online backup: callers are not kept waiting."""
    with closing(sqlite3.connect(source)) as here, closing(sqlite3.connect(target)) as there:
        here.backup(there)


def copy_tables(source: str, target: str) -> None:
    """Row by row from one moment of the source; keeps no lock there. `target` has nothing in it."""
    database.migrate(target)
    reading = database.create_reading_engine(source)
    writing = database.create_bank_engine(target)
    with reading.connect() as here, writing.begin() as there:
        for table in Base.metadata.sorted_tables:
            there.execute(table.delete())  # the first contents of a migration (a tariff)
            rows = here.execute(
                select(table).order_by(*table.primary_key),
                execution_options={"stream_results": True, "yield_per": ROWS_AT_A_TIME},
            )
            for some in rows.mappings().partitions():
                there.execute(table.insert(), [dict(row) for row in some])
        database.number_on(there)
    reading.dispose()
    writing.dispose()


def _copy_new(source: Path, target: Path) -> int:
    """Copies the files that are not there yet, or that have grown since; how many."""
    copied = 0
    for file in sorted(source.rglob("*")):
        copy = target / file.relative_to(source)
        unfinished = any(part.endswith(releases.UNFINISHED) for part in file.parts)
        if unfinished or not file.is_file() or (copy.exists() and _state(copy) == _state(file)):
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, copy)
        copied += 1
    return copied


def _state(file: Path) -> tuple[int, int]:
    state = file.stat()
    return state.st_size, state.st_mtime_ns
