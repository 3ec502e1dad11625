"""The billers of `nlu_data/billers.yml`: how callers name them, and what a contract looks like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, read_yaml

FIELDS = ("name", "words", "number", "digits", "paid")
PAID = ("due", "ahead")
# The bank's account for the biller has this name in capitals, and the URL of config.yaml too.
KEY = re.compile("[a-z][a-z_]{1,30}")
SHORTEST_WORD = 2
MOST_DIGITS = 20


@dataclass(frozen=True)
class BillerKind:
    """One block of billers.yml; `key` is its name to programs. `ahead`: paid in advance."""

    key: str
    name: str
    words: tuple[str, ...]
    number: str
    digits: int
    ahead: bool


def load_billers(path: Path) -> dict[str, BillerKind]:
    """The billers by key, in the file's order; ConfigError names the line and the mend."""
    document = read_yaml(path)
    return {key: _biller(path, document, key) for key in document}


def _biller(path: Path, document: Any, key: str) -> BillerKind:
    fields: Mapping[str, Any] = document[key]
    problem = _problem(key, fields)
    if problem:
        raise ConfigError(path, document.lc.key(key)[0] + 1, f"'{key}' {problem}")
    return BillerKind(
        key=key,
        name=fields["name"],
        words=tuple(fields["words"]),
        number=fields["number"],
        digits=fields["digits"],
        ahead=fields["paid"] == "ahead",
    )


def _problem(key: str, fields: Mapping[str, Any]) -> str:
    if not KEY.fullmatch(key):
        return "is not a name for programs; write small letters and _ only"
    missing = [field for field in FIELDS if not (fields or {}).get(field)]
    if missing:
        return f"has no {', '.join(missing)}; add it"
    if any(len(word) < SHORTEST_WORD for word in fields["words"]):
        return f"has a word too short to be heard; write {SHORTEST_WORD} characters or more"
    if signs := next((word for word in fields["words"] if not word.isalpha()), ""):
        return f"has “{signs}”, which nobody says; write a , (narrow) between two words"
    if not isinstance(fields["digits"], int) or not 1 <= fields["digits"] <= MOST_DIGITS:
        return f"has digits that are no number from 1 to {MOST_DIGITS}"
    if fields["paid"] not in PAID:
        return f"is paid {fields['paid']}; write one of {', '.join(PAID)}"
    return ""
