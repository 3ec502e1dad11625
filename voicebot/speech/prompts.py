"""Turns a prompt into sound: recorded lines first, fragments for its slots, synthesis for the rest.

    prompt    转给张三，宁城银行，尾号三三二一，金额五百元整。对吗？
    pieces    [转给][张三] · [宁城银行] · [尾号][三三][二幺] · [金额][五百][元整] ‥ [对吗]

`·` is the pause of a comma, `‥` of a full stop; that of a semicolon is longer. A line whose wording
changed since it was recorded is not found any more, so it is synthesised, and told to staff.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
import soundfile

from voicebot.config import ConfigError
from voicebot.conversation.turn import Prompt
from voicebot.speech.tempo import change_tempo
from voicebot.speech.wording import line_key

RATE_HZ = 16_000
MANIFEST = "manifest.json"

Samples = npt.NDArray[np.int16]

# Pauses as people make them; after an option's key long enough to press it (A10: at least 0.7 s),
# after a semicolon, which stands between the groups of a number, to write it down (A23).
COMMA_MS, STOP_MS, OPTION_MS, GROUP_MS = 180, 420, 750, 700
PAUSE = re.compile(r"[，、：]|[。？！；]")
OPTION = re.compile("请?再?按(?:星号)?(?:[零一二三四五六七八九]|星号|井号)$")

log = logging.getLogger(__name__)


class Voice(Protocol):
    """Speaks words that were never recorded."""

    def render(self, text: str) -> Samples:
        """The sound of `text`."""


@dataclass(frozen=True)
class Missing:
    """A line that is synthesised because nobody recorded it, or its wording changed since."""

    text: str
    reason: str


@dataclass(frozen=True)
class Phrase:
    """What is said between two pauses, and the pause behind it.

    `at` is where it begins in the text. A sound that is not `spoken` is the same at every rate.
    """

    at: int
    pieces: tuple[Samples, ...]
    pause_ms: int
    spoken: bool = True

    def sound(self, rate: float) -> Samples:
        """The phrase at `rate` times its speed, 16 kHz; some milliseconds of work at another rate.

        The pauses that a caller acts in (presses, writes) are never shortened.
        """
        joined = np.concatenate(self.pieces)
        if self.spoken:
            joined = change_tempo(joined, rate)
        stretch = min(rate, 1.0) if self.pause_ms >= GROUP_MS else rate
        silence = np.zeros(int(RATE_HZ * self.pause_ms / 1000 / stretch), dtype=np.int16)
        return np.concatenate([joined, silence])


class PromptLibrary:
    """The recordings of one voice. `phrases` may be used from any thread; files are read once."""

    def __init__(
        self, folder: Path, voice: Voice, earcons: Mapping[str, Samples] | None = None
    ) -> None:
        """Raises ConfigError if the manifest is broken; without one, everything is synthesised.

        `earcons` are played for the prompts of their names.
        """
        self._folder = folder
        self._earcons = earcons or {}
        self._voice = voice
        self._lines = load_manifest(folder)
        self._longest = max(map(len, self._lines), default=0)
        self._sounds: dict[str, Samples] = {}
        self._told: set[str] = set()

    def preload(self) -> None:
        """Reads every recording now (about a second, 30 MB), so that no caller waits for a disk."""
        for text in self._lines:
            self._recorded(text)

    def phrases(self, prompt: Prompt) -> Iterator[Phrase]:
        """The phrases of the prompt in order, each made when it is asked for."""
        if prompt.name in self._earcons:
            yield Phrase(0, (self._earcons[prompt.name],), 0, spoken=False)
        for clause, pause_ms, at in _clauses(prompt.text, self._lines):
            pieces = tuple(self._sound(part, prompt.name) for part in self._parts(clause))
            yield Phrase(at, pieces, pause_ms)

    def missing(self, text: str) -> list[str]:
        """The parts of `text` that nobody has recorded."""
        clauses = (clause for clause, _, _ in _clauses(text, self._lines))
        return [
            part for clause in clauses for part in self._parts(clause) if part not in self._lines
        ]

    def _parts(self, clause: str) -> list[str]:
        """The clause in as few recorded parts as possible; what no recording has stays together.

        零五百 is 零 and 五百, although 零五 is recorded too: the longest part first would miss it.
        """
        # best[i]: (signs without a recording, parts, the last part) of the first i signs.
        best: list[tuple[int, int, str]] = [(0, 0, "")]
        for end in range(1, len(clause) + 1):
            missing, count, _ = best[end - 1]
            choices = [(missing + 1, count + 1, clause[end - 1])]
            for start in range(max(end - self._longest, 0), end):
                if clause[start:end] in self._lines:
                    missing, count, _ = best[start]
                    choices.append((missing, count + 1, clause[start:end]))
            best.append(min(choices))
        parts: list[str] = []
        end = len(clause)
        while end:
            part = best[end][2]
            end -= len(part)
            unrecorded = part not in self._lines
            if parts and unrecorded and parts[-1] not in self._lines:
                parts[-1] = part + parts[-1]
            else:
                parts.append(part)
        return parts[::-1]

    def _sound(self, part: str, response: str) -> Samples:
        if part not in self._lines:
            if part not in self._told:
                self._told.add(part)
                log.warning("%s: “%s” is not recorded, it is synthesised", response, part)
            return self._voice.render(part)
        return self._recorded(part)

    def _recorded(self, text: str) -> Samples:
        if text not in self._sounds:
            sound, _ = soundfile.read(self._folder / self._lines[text], dtype="int16")
            self._sounds[text] = sound
        return self._sounds[text]


def load_manifest(folder: Path) -> dict[str, str]:
    """Recorded text → file name, from `manifest.json`; empty if there is none yet."""
    path = folder / MANIFEST
    if not path.exists():
        return {}
    try:
        lines = json.loads(path.read_text(encoding="utf-8"))["lines"]
        return {text: line["file"] for text, line in lines.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigError(
            path, None, f"not a manifest of recordings ({error}); take it from the release"
        ) from error


def save_manifest(folder: Path, lines: Mapping[str, str]) -> None:
    """Writes recorded text → file name, whole or not at all: a service may be starting just now."""
    document = {"lines": {text: {"file": file} for text, file in lines.items()}}
    written = folder / f"{MANIFEST}.new"
    written.write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    written.replace(folder / MANIFEST)


def _clauses(text: str, recorded: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """The parts of `text` between pauses, the pause after each, and where each begins.

    A recorded sentence with commas inside is one clause: it was spoken with its pauses.
    """
    start = 0
    sentences = [m.end() for m in re.finditer(r"[。？！；]", text)] or [len(text)]
    if sentences[-1] < len(text):
        sentences.append(len(text))
    for end in sentences:
        sentence = line_key(text[start:end])
        if sentence in recorded:
            yield sentence, _pause_after(sentence, text[end - 1]), start
        else:
            yield from _clauses_between_commas(text, start, end)
        start = end


def _clauses_between_commas(text: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    for mark in PAUSE.finditer(text, start, end):
        clause = line_key(text[start : mark.start()])
        if clause:
            yield clause, _pause_after(clause, mark[0]), start
        start = mark.end()
    rest = line_key(text[start:end])
    if rest:
        yield rest, 0, start


def _pause_after(clause: str, mark: str) -> int:
    if OPTION.search(clause):
        return OPTION_MS
    if mark == "；":
        return GROUP_MS
    return COMMA_MS if mark in "，、：" else STOP_MS
