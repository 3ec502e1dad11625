"""The intents that staff keep phrases for: which file has them, and what callers say for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from voicebot.config import read_yaml

EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)


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
        for entry in read_yaml(path)["nlu"]:
            phrases = tuple(phrase.strip() for phrase in EXAMPLE.findall(entry["examples"]))
            intents[entry["intent"]] = Intent(entry["intent"], path, phrases)
    return intents
