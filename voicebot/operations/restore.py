"""A bank from its backup, where there is none: proven before it counts, and after.

    bank.db ─▶ a copy, moved to this release ─▶ proven ─▶ an unused database ─▶ proven again
    recordings, releases ─▶ those that are not there

Nothing that is there is overwritten: a database in use is refused, a recording is left as it is.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import func, inspect, literal, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from voicebot.bank import database, reconciliation, vouchers
from voicebot.bank.errors import DatabaseError
from voicebot.bank.finding import Finding
from voicebot.bank.tables import Base, Journal, TariffItem
from voicebot.bank.vouchers import Seal
from voicebot.config import Settings
from voicebot.operations import sealed_recordings
from voicebot.operations.backup import DATABASE_FILE, RECORDINGS, RELEASES, copy_tables
from voicebot.quality import releases


@dataclass(frozen=True)
class Restored:
    """What is there now: its last voucher and entry, recordings copied, and what is wrong."""

    seal: Seal | None
    last_entry: datetime | None
    copied: int
    findings: list[Finding]


def restore(settings: Settings, folder: Path) -> Restored:
    """Makes the bank of config.yaml from the backup in `folder`; stop the service first.

    Raises DatabaseError if there is no backup, if it is not proven, or if the bank is in use: then
    nothing was changed.
    """
    url = settings.bank.database
    backup = folder / DATABASE_FILE
    if not backup.exists():
        raise DatabaseError(f"{folder} has no {DATABASE_FILE}; name a folder of `bank backup`")
    if _is_used(url):
        raise DatabaseError(
            f"{database.shown(url)} is in use and stays as it is; move it away first, "
            "or name an empty database in bank.database of config.yaml"
        )
    with TemporaryDirectory() as here:
        copy = f"sqlite:///{shutil.copy(backup, here)}"
        try:
            database.migrate(copy)
        except DatabaseError as error:
            raise DatabaseError(
                f"{backup} cannot be read, nothing was restored: {error}"
            ) from error
        _prove(copy, backup)
        copy_tables(copy, url)
    copied = _copy_missing(folder / RECORDINGS, settings.recordings)
    _copy_missing(folder / RELEASES, releases.folder_of(settings))
    with database.reading(url) as db:
        findings = reconciliation.find_faults(db)
        findings += sealed_recordings.find_faults(db, settings.recordings)
        findings += releases.find_faults(db, releases.folder_of(settings))
        last_entry = db.execute(select(func.max(Journal.at))).scalar_one()
        return Restored(vouchers.last_seal(db), last_entry, copied, findings)


def _is_used(url: str) -> bool:
    """Whether anything was ever written into the database, beside what a migration writes."""
    database.create_folder(url)
    engine = database.create_bank_engine(url)
    try:
        with engine.connect() as connection:
            return any(_written(connection))
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"{database.shown(url)}: {error}; correct bank.database in config.yaml"
        ) from error
    finally:
        engine.dispose()


def _written(connection: Connection) -> Iterator[bool]:
    there = inspect(connection).get_table_names()
    for table in Base.metadata.sorted_tables:
        if table.name in there and table is not TariffItem.__table__:
            query = select(literal(1)).select_from(table).limit(1)
            yield connection.execute(query).first() is not None


def _prove(copy: str, backup: Path) -> None:
    with database.reading(copy) as db:
        faults = reconciliation.find_faults(db)
    if faults:
        told = "; ".join(str(fault) for fault in faults)
        raise DatabaseError(f"{backup} is damaged, take an older backup ({told})")


def _copy_missing(source: Path, target: Path) -> int:
    copied = 0
    for file in sorted(source.rglob("*")):
        place = target / file.relative_to(source)
        if file.is_file() and not place.exists():
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(file, place)
            copied += 1
    return copied
