"""Lists of staff's: a name that is read aloud, and the words by which callers mean it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import ConfigError, read_yaml
from voicebot.word_lists import problem_of_words

PURPOSES, ENTRY_KINDS = "purposes.yml", "entry_kinds.yml"
LONGEST_NAME = 20

# Name → words, in the order of the file.
Words = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class NamedWords:
    """What branches do by appointment, and what entries of an account are for."""

    purposes: Words
    entry_kinds: Words

    @classmethod
    def load(cls, nlu_data: Path) -> NamedWords:
        """Both files of the folder; ConfigError names the line and the mend."""
        return cls(load_words(nlu_data / PURPOSES), load_words(nlu_data / ENTRY_KINDS))


def load_words(path: Path) -> Words:
    """One such file; ConfigError names the line and the mend."""
    document = read_yaml(path)
    if not document:
        raise ConfigError(path, 1, "no names; write a line like 办贷款: [贷款, 房贷]")
    for name in document:
        if problem := _problem(name, document[name]):
            raise ConfigError(path, document.lc.key(name)[0] + 1, f"'{name}' {problem}")
    counted = Counter(word for words in document.values() for word in set(words))
    for name, words in document.items():
        if twice := next((word for word in words if counted[word] > 1), ""):
            line = document.lc.key(name)[0] + 1
            raise ConfigError(path, line, f"'{twice}' means two of these; leave it with one")
    return {name: tuple(words) for name, words in document.items()}


def _problem(name: Any, words: Any) -> str:
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return f"is no name; write at most {LONGEST_NAME} characters"
    return problem_of_words(words)
