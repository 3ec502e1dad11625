"""Recognition models: which are there, whether they load, and fetching an official one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from voicebot.speech.errors import ModelMissing
from voicebot.speech.recognizer import SpeechModel

OFFICIAL_URL = "https://alphacephei.com/vosk/models"
OFFICIAL = {
    "vosk-model-small-cn-0.22": "official small Mandarin model, 42 MB, Apache-2.0",
    "vosk-model-cn-0.22": "official large Mandarin model, 1.3 GB, Apache-2.0",
}
EMBEDDED = "zh"
TELL_EVERY_BYTES = 10_000_000


class FetchFailed(ModelMissing):
    """An official model could not be downloaded."""


@dataclass(frozen=True)
class ModelReport:
    """`state` is "loads", "not here" or what is wrong; `unheard` are words it cannot hear."""

    name: str
    about: str
    state: str
    in_use: bool
    unheard: tuple[str, ...] = ()


def describe_models(folder: Path, used: Path) -> list[ModelReport]:
    """The models in `folder` and the official ones, checked by loading them."""
    there = [path for path in sorted(folder.iterdir()) if path.is_dir()] if folder.is_dir() else []
    if used not in there:
        there.append(used)
    reports = [_check(path, path == used) for path in there]
    names = {report.name for report in reports}
    return reports + [
        ModelReport(name, about, "not here", in_use=False)
        for name, about in OFFICIAL.items()
        if name not in names
    ]


def fetch_model(name: str, folder: Path, progress: Callable[[str], None]) -> Path:
    """Downloads an official model into `folder`; a broken download leaves nothing behind."""
    if name not in OFFICIAL:
        raise FetchFailed(f"'{name}' is not an official model; known are {', '.join(OFFICIAL)}")
    target = folder / name
    if target.is_dir():
        return target
    archive = folder / f"{name}.zip"
    url = f"{OFFICIAL_URL}/{name}.zip"
    try:
        _download(url, archive, progress)
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
    except (httpx.HTTPError, OSError, zipfile.BadZipFile) as error:
        raise FetchFailed(
            f"{url} could not be fetched ({error or type(error).__name__}); fetch it on a machine "
            f"with internet, unpack it in {folder} and set speech.model in config.yaml"
        ) from error
    finally:
        archive.unlink(missing_ok=True)
    return target


def _check(path: Path, in_use: bool) -> ModelReport:
    about = "embedded Mandarin model, 15 MB" if path.name == EMBEDDED else OFFICIAL.get(path.name)
    about = about or "a Vosk model"
    try:
        unheard = SpeechModel(path).unheard()
    except ModelMissing as error:
        return ModelReport(path.name, about, str(error), in_use)
    return ModelReport(path.name, about, "loads", in_use, tuple(unheard))


def _download(url: str, archive: Path, progress: Callable[[str], None]) -> None:
    archive.parent.mkdir(parents=True, exist_ok=True)
    with httpx.stream("GET", url, follow_redirects=True, timeout=30.0) as answer:
        answer.raise_for_status()
        total = int(answer.headers.get("content-length", 0))
        done = told = 0
        with archive.open("wb") as file:
            for block in answer.iter_bytes():
                done += file.write(block)
                if done - told >= TELL_EVERY_BYTES:
                    told = done
                    progress(f"{done // 1_000_000} of {total // 1_000_000} MB")


def as_document(report: ModelReport) -> dict[str, Any]:
    """JSON-ready."""
    return {
        "name": report.name,
        "about": report.about,
        "state": report.state,
        "in_use": report.in_use,
        "unheard": list(report.unheard),
    }
