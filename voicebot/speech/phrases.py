"""The sentences that staff wrote down for what callers say (`nlu_data/nlu`)."""

from __future__ import annotations

import re
from pathlib import Path

from voicebot.config import read_yaml

EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)
# 转五百块, 给张三: the value is the caller's own, only the grammar of a question can know it.
WITH_VALUE = re.compile(r"[二两三四五六七八九十百千万]|一[块元号点月]")


def load_phrases(folder: Path) -> list[str]:
    """Every training phrase, in the order of the files; ConfigError if a file is broken."""
    documents = (read_yaml(path) for path in sorted(folder.glob("*.yml")))
    entries = (entry["examples"] for document in documents for entry in document["nlu"])
    return [phrase.strip() for examples in entries for phrase in EXAMPLE.findall(examples)]


def load_wishes(folder: Path) -> list[str]:
    """The phrases that mean the same whoever says them: 查余额, 有没有人."""
    return [phrase for phrase in load_phrases(folder) if not WITH_VALUE.search(phrase)]
