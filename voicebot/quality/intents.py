"""The intents that staff keep phrases for: which file has them, and what callers say for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from voicebot.speech.phrase_file import read_phrases

# What no phrase tells, or the first one wrongly.
NO_WISH = {
    "inform": "只回答了问题，比如：张三",
    "out_of_scope": "不是银行业务",
    "nlu_fallback": "没有听懂",
    "ask_knowledge": "问问题",
    "ask_details": "问得更细",
    "save_contract": "记下户号",
}


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


def wish(name: str, intents: Mapping[str, Intent]) -> str:
    """What callers want, as staff know it: by the first thing that they say for it."""
    phrases = intents[name].phrases if name in intents else ()
    return NO_WISH.get(name) or next(iter(phrases), name)
