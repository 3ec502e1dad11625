"""Releases of the dialogue: what staff wrote, as it was, with its model, and which is in use.

    nlu_data/ prompts/ ──gate──▶ var/releases/6e1cda8119e8235d/{nlu_data,prompts,models}
                                           ▲ the last row of the table names it

Until the first release the service speaks what stands in nlu_data/ and prompts/.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import desc, select
from sqlalchemy.orm import Session

from voicebot.bank import database
from voicebot.bank.errors import BankError
from voicebot.bank.tables import Release
from voicebot.config import Settings

ENDING = ".tar.gz"


def name_of(model: Path) -> str:
    """What a model is called in releases and turns."""
    return model.name.removesuffix(ENDING)


def history(db: Session) -> Sequence[Release]:
    """All releases, the last one first."""
    return db.execute(select(Release).order_by(desc(Release.id))).scalars().all()


def settings_of(settings: Settings, name: str) -> Settings:
    """The installation as of that release; as it stands on the disk if `name` is ""."""
    if not name:
        return settings
    folder = _folder(settings, name)
    places = ("nlu_data", folder / "nlu_data"), ("prompts", folder / "prompts")
    return settings.copy(update=dict([*places, ("trained_models", folder / "models")]))


def in_use(settings: Settings) -> str:
    """The name of the release that new calls get; "" before the first."""
    with database.reading(settings.bank.database) as db:
        return newest(db)


def newest(db: Session) -> str:
    """As `in_use`, for who has the database open."""
    query = select(Release.model).order_by(desc(Release.id)).limit(1)
    return db.execute(query).scalar() or ""


def keep(settings: Settings, model: Path) -> str:
    """Copies what staff wrote and its model to where releases are; gives the release's name."""
    name = name_of(model)
    folder = _folder(settings, name)
    if not folder.exists():
        unfinished = folder.with_suffix(".unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for source in (settings.nlu_data, settings.prompts):
            shutil.copytree(source, unfinished / source.name, symlinks=True)
        (unfinished / "models").mkdir()
        shutil.copy2(model, unfinished / "models")
        unfinished.rename(folder)
    return name


def release(
    db: Session, name: str, by: str, now: datetime, figures: Mapping[str, Any], despite: str = ""
) -> None:
    """From now on new calls get it."""
    db.add(Release(model=name, by=by, at=now, despite=despite, figures=dict(figures)))
    db.flush()


def roll_back(db: Session, by: str, now: datetime) -> str:
    """The release before the one in use is in use again; gives its name.

    BankError if there is none.
    """
    used = newest(db)
    before = next((one for one in history(db) if one.model != used), None)
    if before is None:
        raise BankError("there is no earlier release to go back to")
    release(db, before.model, by, now, before.figures, f"went back from {used}")
    return str(before.model)


def _folder(settings: Settings, name: str) -> Path:
    return settings.state_dir / "releases" / name
