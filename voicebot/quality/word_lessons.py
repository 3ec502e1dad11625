"""A word by which callers name something of staff's lists, and which the list has not got yet.

    values 办什么 办贷款, said 借钱    ──▶  办贷款: [贷款, 房贷, 还贷, 借钱]    in purposes.yml

The words of these lists are what the recogniser listens for at their questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.named_words import ENTRY_KINDS, PURPOSES, load_words
from voicebot.quality.lesson import LeftOut, Lesson
from voicebot.quality.masking import MASK
from voicebot.quality.reviews import Correction
from voicebot.word_lists import SHORTEST_WORD

BILLERS = "billers.yml"
# Longer is a sentence: that is a phrase of nlu/.
LONGEST_WORD = 6


@dataclass(frozen=True)
class Name:
    """Something of a list, and the words for it; `block` is the line that its words stand under."""

    file: Path
    block: str
    name: str
    words: tuple[str, ...]


def load_names(nlu_data: Path) -> list[Name]:
    """What bills are paid for, appointments are for, entries are called; ConfigError if broken."""
    names = [
        Name(nlu_data / BILLERS, key, kind.name, kind.words)
        for key, kind in load_billers(nlu_data / BILLERS).items()
    ]
    for file in (PURPOSES, ENTRY_KINDS):
        listed = load_words(nlu_data / file).items()
        names += [Name(nlu_data / file, name, name, words) for name, words in listed]
    return names


def word_lessons(
    corrections: Iterable[Correction], names: Iterable[Name], hears: Callable[[str], bool]
) -> tuple[list[Lesson], list[LeftOut]]:
    """One for each word that is missing, where staff wrote in the values which name it stands for.

    A name that stands in two lists is meant in the one that was asked for; nobody can tell, so the
    first is taken and staff read the change.
    """
    names = list(names)
    taken = {word for one in names for word in (one.name, *one.words)}
    lessons, left_out = [], []
    for correction in corrections:
        word = normalise(correction.said)
        meant = next((one for one in names if one.name in correction.values), None)
        if meant is None or not _is_new_word(word, taken):
            continue
        taken.add(word)
        if not hears(word):
            why = f"the recogniser cannot hear it; voicebot words add {word}"
            left_out.append(LeftOut(word, why))
            continue
        told = f"{meant.file.name}: {word} is a word for {meant.name}"
        edit = partial(with_word, block=meant.block, word=word)
        lessons.append(Lesson("word", meant.file, told, edit))
    return lessons, left_out


def with_word(text: str, block: str, word: str) -> str:
    """The text of a list with the word behind the last one of the block."""
    lines = text.splitlines(keepends=True)
    at = next(n for n, line in enumerate(lines) if line.startswith(f"{block}:"))
    at = next(n for n in range(at, len(lines)) if "]" in lines[n])
    before, _, after = lines[at].rpartition("]")
    return "".join([*lines[:at], f"{before}, {word}]{after}", *lines[at + 1 :]])


def _is_new_word(word: str, taken: set[str]) -> bool:
    known = any(one in word for one in taken)
    return SHORTEST_WORD <= len(word) <= LONGEST_WORD and MASK not in word and not known
