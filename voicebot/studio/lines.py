"""Finding the line that staff mean: by its words, or by its file name in `voicebot prompts`."""

from __future__ import annotations

import difflib

from voicebot.config import Settings
from voicebot.speech.coverage import file_name, spoken_lines
from voicebot.speech.wording import line_key
from voicebot.studio.errors import StudioError


def texts_by_file(settings: Settings) -> dict[str, str]:
    """File name (without suffix) → the words, of everything that is to be recorded."""
    return {file_name(text): text for text in spoken_lines(settings)}


def line_of_file(texts: dict[str, str], stem: str) -> str | None:
    """The words that a take named like this says; its name is the line's file name or its words."""
    return texts.get(stem, stem if stem in texts.values() else None)


def find_line(settings: Settings, name: str) -> str:
    """The words of the line; StudioError names lines that are like it."""
    texts = texts_by_file(settings)
    if name in texts:
        return texts[name]
    words = line_key(name)
    if words in texts.values():
        return words
    alike = difflib.get_close_matches(name, [*texts.values(), *texts], n=3, cutoff=0.4)
    instead = f"did you mean {' or '.join(alike)}?" if alike else "see voicebot prompts"
    raise StudioError(f"no line “{name}”; {instead}")
