"""The billers of `nlu_data/billers.yml`: how callers name them, and what a contract looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, line_of, read_yaml
from voicebot.word_lists import problem_of_words

FIELDS = ("name", "words", "number", "digits", "paid")
PAID = ("due", "ahead")
# The bank's account for the biller has this name in capitals, and the URL of config.yaml too.
KEY = re.compile("[a-z][a-z_]{1,30}")
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
    for field, problem in _problems(key, fields):
        raise ConfigError(path, line_of(document, (key, field)), f"'{key}' {problem}")
    return BillerKind(
        key=key,
        name=fields["name"],
        words=tuple(fields["words"]),
        number=fields["number"],
        digits=fields["digits"],
        ahead=fields["paid"] == "ahead",
    )


def _problems(key: str, fields: Any) -> Iterator[tuple[str, str]]:
    """The field, and what is wrong with it."""
    if not KEY.fullmatch(str(key)):
        yield "", "is not a name for programs; write small letters and _ only"
    if not isinstance(fields, Mapping):
        yield "", f"has no lines; write {', '.join(FIELDS)} under it"
        return
    if missing := [field for field in FIELDS if not fields.get(field)]:
        yield "", f"has no {', '.join(missing)}; add it"
    if unknown := [field for field in fields if field not in FIELDS]:
        yield unknown[0], f"has '{unknown[0]}'; it is one of {', '.join(FIELDS)}"
    for field in ("name", "number"):
        if not isinstance(fields[field], str):
            yield field, f"has the {field} {fields[field]}, which is no word"
    if problem := problem_of_words(fields["words"]):
        yield "words", problem
    if not isinstance(fields["digits"], int) or not 1 <= fields["digits"] <= MOST_DIGITS:
        yield "digits", f"has digits that are no number from 1 to {MOST_DIGITS}; write digits: 8"
    if fields["paid"] not in PAID:
        yield "paid", f"is paid {fields['paid']}; write one of {', '.join(PAID)}"
