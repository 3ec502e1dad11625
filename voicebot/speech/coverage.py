"""What of the wording is recorded, what is not, what changed since; taking new recordings in."""

from __future__ import annotations

import difflib
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import soundfile
import soxr
from pypinyin import lazy_pinyin

from voicebot.config import Settings
from voicebot.dialogue.spoken_texts import texts_by_place
from voicebot.speech.edges import trimmed
from voicebot.speech.fragments import fragment_texts
from voicebot.speech.level import levelled
from voicebot.speech.prompts import RATE_HZ, load_manifest, save_manifest
from voicebot.speech.wording import recordable_lines, responses_by_file

# Two wordings this alike are one line that staff changed.
ALIKE = 0.6
NEVER = "never recorded"
SUFFIXES = (".wav", ".flac")


@dataclass(frozen=True)
class Line:
    """A line to record: the file name (without suffix) it is to have.

    `before` is its wording when it was recorded; None if it never was.
    """

    file: str
    text: str
    before: str | None

    @property
    def reason(self) -> str:
        """Why it is to be recorded."""
        return f"changed since it was recorded as “{self.before}”" if self.before else NEVER


@dataclass(frozen=True)
class Coverage:
    """`total` counts lines and fragments; `unused` are recordings of words nobody says any more."""

    total: int
    to_record: list[Line]
    unused: list[str]

    @property
    def recorded(self) -> int:
        """How many lines and fragments have a recording."""
        return self.total - len(self.to_record)


def spoken_lines(settings: Settings) -> list[str]:
    """Everything to record: the lines of the wording, then the fragments, each once."""
    return list(dict.fromkeys(line for lines in lines_by_file(settings).values() for line in lines))


def lines_by_file(settings: Settings) -> dict[str, list[str]]:
    """The lines to record of every place that words stand in; a line may stand in several."""
    wording = {
        f"prompts/{name}": [text for texts in responses.values() for text in texts]
        for name, responses in responses_by_file(settings.prompts).items()
    }
    lines = {
        place: list(dict.fromkeys(line for text in texts for line in recordable_lines(text)))
        for place, texts in (wording | texts_by_place(settings.nlu_data)).items()
    }
    return lines | {"numbers, days, names": fragment_texts()}


def coverage(settings: Settings) -> Coverage:
    """Compares the wording with the recordings."""
    lines = spoken_lines(settings)
    recorded = load_manifest(settings.speech.prompts)
    unused = [text for text in recorded if text not in set(lines)]
    to_record = [
        Line(file_name(text), text, _before(text, unused))
        for text in lines
        if text not in recorded or not (settings.speech.prompts / recorded[text]).is_file()
    ]
    return Coverage(len(lines), to_record, unused)


def adopt_recordings(settings: Settings, folder: Path) -> int:
    """Takes the files in `folder` that are named like lines to record; returns how many.

    Each is cut to its speech, brought to the common level and kept as 16 kHz FLAC.
    """
    target = settings.speech.prompts
    target.mkdir(parents=True, exist_ok=True)
    lines = load_manifest(target)
    found = [
        (line, path)
        for line in coverage(settings).to_record
        for suffix in SUFFIXES
        if (path := folder / (line.file + suffix)).is_file()
    ]
    for line, path in found:
        samples, rate_hz = soundfile.read(path, dtype="float32", always_2d=True)
        mono = soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ)
        soundfile.write(target / f"{line.file}.flac", levelled(trimmed(mono)), RATE_HZ)
        lines[line.text] = f"{line.file}.flac"
    save_manifest(target, lines)
    return len(found)


def file_name(text: str) -> str:
    """A name that people can read and that no other text has: pinyin and a checksum."""
    words = re.findall("[a-z0-9]+", " ".join(lazy_pinyin(text)).lower())
    return f"{'-'.join(words)[:60]}-{zlib.crc32(text.encode()):08x}"


def _before(text: str, unused: list[str]) -> str | None:
    return next(iter(difflib.get_close_matches(text, unused, n=1, cutoff=ALIKE)), None)
