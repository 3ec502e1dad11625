"""Releases of the dialogue: what staff wrote, as it was, with its model, and which is in use.

    nlu_data/ prompts/ ──gate──▶ var/releases/6e1cda8119e8235d/{nlu_data,prompts,models}
                                           ▲ the last row of the table names it

Until the first release the service speaks what stood in nlu_data/ and prompts/ when it started; the
first release keeps that too, so that there is something to go back to. Going back takes the last
release away, going back again the one before:

    released  A  B  C        C   B  ←back   A  ←back   D        A  ←back
    in use    A  B  C            B          A          D        A
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
from voicebot.bank.errors import BankError, DatabaseError
from voicebot.bank.finding import Finding
from voicebot.bank.tables import Release
from voicebot.config import Settings
from voicebot.speech.coverage import spoken_lines

ENDING = ".tar.gz"
# What a folder is called until everything is in it.
UNFINISHED = ".unfinished"
# The file that names what was spoken before the first release, and who started that.
SPOKEN, THE_SERVICE = "spoken", "the service"


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
        last = newest(db)
        return last.model if last else ""


def newest(db: Session) -> Release | None:
    """The last row, whose release new calls get; None before the first."""
    query = select(Release).order_by(desc(Release.id)).limit(1)
    last: Release | None = db.execute(query).scalar()
    return last


def keep_spoken(settings: Settings, model: Path) -> None:
    """Keeps what the service speaks before the first release, and its name."""
    name = keep(settings, model)
    (folder_of(settings) / SPOKEN).write_text(name, encoding="utf-8")


def spoken(settings: Settings) -> str:
    """The name of what callers hear, released or not; "" if the service never started."""
    noted = folder_of(settings) / SPOKEN
    kept = noted.read_text(encoding="utf-8") if noted.exists() else ""
    return in_use(settings) or kept


def keep(settings: Settings, model: Path) -> str:
    """Copies what staff wrote and its model to where releases are; gives the release's name."""
    name = name_of(model)
    folder = _folder(settings, name)
    if not folder.exists():
        unfinished = folder.with_suffix(UNFINISHED)
        shutil.rmtree(unfinished, ignore_errors=True)
        proofs = shutil.ignore_patterns("tests")  # what a release has to show is asked of today's
        for source in (settings.nlu_data, settings.prompts):
            shutil.copytree(source, unfinished / source.name, symlinks=True, ignore=proofs)
        (unfinished / "models").mkdir()
        shutil.copy2(model, unfinished / "models")
        unfinished.rename(folder)
    return name


def release(
    db: Session,
    name: str,
    by: str,
    now: datetime,
    figures: Mapping[str, Any],
    despite: str = "",
    first: str = "",
) -> None:
    """From now on new calls get it. If it is the first one, `first` is what was spoken before."""
    if first and newest(db) is None:
        db.add(Release(model=first, by=THE_SERVICE, at=now, despite="", figures={}))
        db.flush()
    db.add(Release(model=name, by=by, at=now, despite=despite, figures=dict(figures)))
    db.flush()


def standing(db: Session) -> list[Release]:
    """The releases that nobody went back from, the one in use last."""
    stack: list[Release] = []
    for one in reversed(history(db)):
        if one.went_back:
            stack.pop()
        elif not stack or stack[-1].model != one.model:
            stack.append(one)
    return stack


def still_said(settings: Settings) -> set[str]:
    """The lines of what callers have now and of what a rollback would give them."""
    try:
        with database.reading(settings.bank.database) as db:
            names = [one.model for one in standing(db)[-2:]]
    except DatabaseError:
        return set()  # no bank, no release
    return {line for name in names for line in spoken_lines(settings_of(settings, name))}


def roll_back(db: Session, settings: Settings, by: str, now: datetime) -> str:
    """The release before the one in use is in use again; gives its name.

    BankError if there is none, or if its files are not there.
    """
    stack = standing(db)
    if len(stack) < 2:
        raise BankError("there is no earlier release to go back to")
    used, before = stack[-1].model, stack[-2]
    if not _is_there(folder_of(settings), before.model):
        raise BankError(f"the files of {before.model} are missing; restore them from a backup")
    why = f"went back from {used}"
    facts = {"by": by, "at": now, "figures": before.figures, "despite": why, "went_back": True}
    db.add(Release(model=before.model, **facts))
    db.flush()
    return str(before.model)


def find_faults(db: Session, folder: Path) -> list[Finding]:
    """Releases whose files are not in `folder`."""
    to_do = "take its folder from an older backup; until then nobody can go back to it"
    return [
        Finding(f"the files of the release {name} are missing", to_do)
        for name in sorted({one.model for one in history(db)})
        if not _is_there(folder, name)
    ]


def folder_of(settings: Settings) -> Path:
    """Where all releases are, a folder each."""
    return settings.state_dir / "releases"


def _is_there(folder: Path, name: str) -> bool:
    return (folder / name / "models").is_dir()


def _folder(settings: Settings, name: str) -> Path:
    return folder_of(settings) / name
