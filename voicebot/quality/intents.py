"""The intents that staff keep phrases for: which file has them, and what callers say for them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from voicebot.speech.phrase_file import read_phrases


@dataclass(frozen=True)
class Intent:
    """`file` is where its phrases stand."""

    name: str
    file: Path
    phrases: tuple[str, ...]


def load_intents(nlu_data: Path) -> dict[str, Intent]:
    """By name, in the order of the files; ConfigError if a file is broken."""
    intents = {}
    for path in sorted((nlu_data / "nlu").glob("*.yml")):
        for block in read_phrases(path):
            phrases = tuple(phrase.text for phrase in block.phrases)
            intents[block.intent] = Intent(block.intent, path, phrases)
    return intents
