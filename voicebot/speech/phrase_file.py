"""A file of nlu_data/nlu/ as staff write it: an intent, and under it what callers say for it.

nlu:
- intent: ask_balance
  examples: |
    - 查余额
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from voicebot.config import ConfigError, read_yaml

BEGINS = "- "


@dataclass(frozen=True)
class Phrase:
    """`line` is where it stands, from 1."""

    text: str
    intent: str
    line: int


@dataclass(frozen=True)
class PhraseBlock:
    """One intent with its phrases; `line` is where it begins."""

    intent: str
    line: int
    phrases: tuple[Phrase, ...]


def read_phrases(path: Path) -> list[PhraseBlock]:
    """The blocks of the file in their order; ConfigError names the line and the mend."""
    document = read_yaml(path)
    blocks = document.get("nlu") if isinstance(document, dict) else None
    if not isinstance(blocks, CommentedSeq):
        raise ConfigError(path, 1, "no phrases; begin with a line `nlu:`, blocks under it")
    return [_block(path, entry, blocks.lc.item(number)) for number, entry in enumerate(blocks)]


def _block(path: Path, entry: Any, place: tuple[int, int]) -> PhraseBlock:
    line = place[0] + 1
    if not isinstance(entry, CommentedMap):
        words = str(entry).split()[0]
        raise ConfigError(path, line, f"“{words}” is under no intent; indent it by four spaces")
    if set(entry) != {"intent", "examples"} or not isinstance(entry["examples"], str):
        raise ConfigError(path, line, "a block has `intent: NAME` and `examples: |`, nothing else")
    first = entry.lc.key("examples")[0] + 2
    return PhraseBlock(entry["intent"], line, tuple(_phrases(path, entry, first)))


def _phrases(path: Path, entry: Any, first: int) -> Iterator[Phrase]:
    for line, text in enumerate(entry["examples"].splitlines(), first):
        if not text.strip():
            continue
        if not text.startswith(BEGINS):
            raise ConfigError(path, line, f"“{text}” is no phrase; write `- ` before it")
        yield Phrase(text.removeprefix(BEGINS).strip(), entry["intent"], line)
