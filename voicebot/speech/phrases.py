"""The sentences that staff wrote down for what callers say (`nlu_data/nlu`)."""

from __future__ import annotations

import re
from pathlib import Path

from voicebot.config import read_yaml

EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)
# 转五百块, 给张三: the value is the caller's own, only the grammar of a question can know it.
WITH_VALUE = re.compile(r"[二两三四五六七八九十百千万]|一[块元号点月]")


def load_phrases(folder: Path) -> dict[str, str]:
    """The intent of every training phrase, in the order of the files.

    ConfigError if a file is broken.
    """
    documents = (read_yaml(path) for path in sorted(folder.glob("*.yml")))
    entries = (entry for document in documents for entry in document["nlu"])
    return {
        phrase.strip(): entry.get("intent", "")
        for entry in entries
        for phrase in EXAMPLE.findall(entry["examples"])
    }


def load_wishes(folder: Path) -> list[str]:
    """The phrases that mean the same whoever says them: 查余额, 有没有人."""
    return [phrase for phrase in load_phrases(folder) if not has_value(phrase)]


def has_value(phrase: str) -> bool:
    """Whether an amount, a day or a time is in it."""
    return bool(WITH_VALUE.search(phrase))
