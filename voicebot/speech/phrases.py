"""The sentences that staff wrote down for what callers say (`nlu_data/nlu`)."""

from __future__ import annotations

import re
from pathlib import Path

from voicebot.speech.phrase_file import read_phrases

OUT_OF_SCOPE = "out_of_scope"
# 转五百块, 给张三: the value is the caller's own, only the grammar of a question can know it.
WITH_VALUE = re.compile(r"[二两三四五六七八九十百千万]|(?<![这那])一[块元号点月]")


def load_phrases(folder: Path) -> dict[str, str]:
    """The intent of every training phrase, in the order of the files.

    ConfigError if a file is broken.
    """
    blocks = (block for path in sorted(folder.glob("*.yml")) for block in read_phrases(path))
    return {phrase.text: phrase.intent for block in blocks for phrase in block.phrases}


def load_requests(folder: Path) -> dict[str, str]:
    """The same without what is no business of a bank: those only stand for everything else."""
    phrases = load_phrases(folder).items()
    return {phrase: intent for phrase, intent in phrases if intent != OUT_OF_SCOPE}


def load_wishes(folder: Path) -> list[str]:
    """The requests that mean the same whoever says them: 查余额, 有没有人."""
    return [phrase for phrase in load_requests(folder) if not has_value(phrase)]


def has_value(phrase: str) -> bool:
    """Whether an amount, a day or a time is in it."""
    return bool(WITH_VALUE.search(phrase))
