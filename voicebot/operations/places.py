"""Where in staff's files something stands, for the problems that `voicebot check` tells."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path


def place_of(words: str, files: Iterable[Path]) -> str:
    """`file:line` of the first line with these words that is no comment; "" if there is none."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if words in line and not line.lstrip().startswith("#"):
                return f"{file}:{number}"
    return ""
