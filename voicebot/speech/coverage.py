"""What of the wording is recorded, what is not, what changed since; taking new recordings in."""

from __future__ import annotations

import difflib
import json
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from pypinyin import lazy_pinyin

from voicebot.config import Settings
from voicebot.speech.fragments import fragment_texts
from voicebot.speech.level import levelled
from voicebot.speech.prompts import MANIFEST, RATE_HZ, load_manifest
from voicebot.speech.wording import load_responses, recordable_lines

# Quieter than this below the loudest 10 ms is not speech; a breath of it stays at both ends.
SILENCE_DB = 40.0
EDGE_MS = 25
# Two wordings this alike are one line that staff changed.
ALIKE = 0.6
SUFFIXES = (".wav", ".flac")


@dataclass(frozen=True)
class Line:
    """A line to record: the file name (without suffix) it is to have, and why."""

    file: str
    text: str
    reason: str


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
    responses = load_responses(settings.prompts)
    lines = [
        line for texts in responses.values() for text in texts for line in recordable_lines(text)
    ]
    return list(dict.fromkeys([*lines, *fragment_texts()]))


def coverage(settings: Settings) -> Coverage:
    """Compares the wording with the recordings."""
    lines = spoken_lines(settings)
    recorded = load_manifest(settings.speech.prompts)
    unused = [text for text in recorded if text not in set(lines)]
    to_record = [
        Line(file_name(text), text, _reason(text, unused))
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
        soundfile.write(target / f"{line.file}.flac", levelled(_trimmed(mono)), RATE_HZ)
        lines[line.text] = f"{line.file}.flac"
    manifest = {"lines": {text: {"file": file} for text, file in lines.items()}}
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (target / MANIFEST).write_text(text + "\n", encoding="utf-8")
    return len(found)


def file_name(text: str) -> str:
    """A name that people can read and that no other text has: pinyin and a checksum."""
    words = re.findall("[a-z0-9]+", " ".join(lazy_pinyin(text)).lower())
    return f"{'-'.join(words)[:60]}-{zlib.crc32(text.encode()):08x}"


def _reason(text: str, unused: list[str]) -> str:
    before = difflib.get_close_matches(text, unused, n=1, cutoff=ALIKE)
    return f"changed since it was recorded as “{before[0]}”" if before else "never recorded"


def _trimmed(samples: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    block = RATE_HZ // 100
    blocks = samples[: len(samples) // block * block].reshape(-1, block)
    loudness = np.sqrt(np.mean(blocks**2, axis=1))
    loud = np.flatnonzero(loudness > loudness.max(initial=0) * 10 ** (-SILENCE_DB / 20))
    if not len(loud):
        return samples
    edge = EDGE_MS * RATE_HZ // 1000
    start = max(0, int(loud[0]) * block - edge)
    return _faded(samples[start : (int(loud[-1]) + 1) * block + edge], edge)


def _faded(samples: npt.NDArray[np.float32], edge: int) -> npt.NDArray[np.float32]:
    """Joined pieces do not click if each starts and ends at nothing."""
    ramp = np.linspace(0, 1, min(edge, len(samples) // 2), dtype=np.float32)
    faded = samples.copy()
    faded[: len(ramp)] *= ramp
    faded[len(faded) - len(ramp) :] *= ramp[::-1]
    return faded
