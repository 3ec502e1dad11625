"""Recordings of words that nobody says any more: put aside, never thrown away.

audio/prompts/            ──▶  audio/prompts/archive/     a file and a line of the manifest each
    `voicebot prompts --adopt audio/prompts/archive` takes back what is said again
"""

from __future__ import annotations

import shutil
from collections.abc import Collection

from voicebot.config import Settings
from voicebot.speech.coverage import coverage
from voicebot.speech.prompts import load_manifest, save_manifest

ARCHIVE = "archive"


def put_aside(settings: Settings, still_said: Collection[str]) -> list[str]:
    """Moves what no file says, nor `still_said`; gives the words.

    Whatever breaks off, nothing is lost. What was recorded of a line before it was changed stays
    until the line is recorded again.
    """
    folder = settings.speech.prompts
    report, recorded = coverage(settings), load_manifest(folder)
    kept = {line.before for line in report.to_record} | set(still_said)
    aside = {text: recorded[text] for text in report.unused if text not in kept}
    archive = folder / ARCHIVE
    archive.mkdir(exist_ok=True)
    for file in aside.values():
        shutil.copy2(folder / file, archive)
    save_manifest(archive, load_manifest(archive) | aside)
    save_manifest(folder, {text: file for text, file in recorded.items() if text not in aside})
    for file in set(aside.values()) - set(load_manifest(folder).values()):
        (folder / file).unlink()
    return list(aside)
