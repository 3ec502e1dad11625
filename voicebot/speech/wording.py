"""The wording in `prompts/`: every response's texts, and how a text falls into lines to record.

转给{payee}，{bank}，尾号{tail}，金额{amount}。对吗？
└┬─┘ slot             └┬─┘        └┬─┘          └┬─┘    lines: whole sentences, and the clauses
 line                  line        line          line   around slots; slots are filled from
                                                        fragments (numbers, names, days)
"""

from __future__ import annotations

import re
from collections.abc import Collection
from pathlib import Path

from voicebot.config import ConfigError
from voicebot.speech.response_file import read_responses

# How much is said; a response `utter_x__terse` is what utter_x says to callers who want it short.
TERSE, NORMAL = "terse", "normal"
WORDINGS = (TERSE, NORMAL, "detailed")
# `utter_x__keyed` is what utter_x says to callers who press keys, and who want neither of those.
KEYED = "keyed"
VARIANT = "__"

SLOT = re.compile(r"\{([\w.]+)\}")
SENTENCE = re.compile(r"[^。？！；]+[。？！；]?")
CLAUSE = re.compile("[，、：]")
WORD = re.compile(r"[^\W_]")


def load_responses(folder: Path) -> dict[str, list[str]]:
    """Response name → its texts, from all YAML files in `folder`.

    Raises ConfigError, with the line, for a response without text or one that stands twice.
    """
    return {
        name: texts for file in responses_by_file(folder).values() for name, texts in file.items()
    }


def first_texts(folder: Path) -> dict[str, str]:
    """Response name → the first of its texts. Raises ConfigError as `load_responses`."""
    return {name: texts[0] for name, texts in load_responses(folder).items()}


def responses_by_file(folder: Path) -> dict[str, dict[str, list[str]]]:
    """File name → its responses and their texts. Raises ConfigError as `load_responses`."""
    files: dict[str, dict[str, list[str]]] = {}
    known: set[str] = set()
    for path in sorted(folder.glob("*.yml")):
        responses = files[path.name] = {}
        listed = read_responses(path)
        for name, variants in listed.items():
            if name in known:
                line = listed.lc.key(name)[0] + 1
                raise ConfigError(path, line, f"'{name}' stands twice; keep one of them")
            known.add(name)
            responses[name] = [str(variant["text"]) for variant in variants]
    return files


def in_wording(response: str, wording: str, responses: Collection[str]) -> str:
    """The name of the response's variant in this wording, or of the response if it has none."""
    variant = f"{response}{VARIANT}{wording}"
    return variant if variant in responses else response


def without_wording(response: str) -> str:
    """The name of the response that this is a variant of."""
    return response.partition(VARIANT)[0]


def recordable_lines(template: str) -> list[str]:
    """The parts of a template that are recorded: whole sentences, or what stands around slots."""
    sentences = SENTENCE.findall(template)
    parts = [part for s in sentences for part in (_around_slots(s) if SLOT.search(s) else [s])]
    return [line for line in map(line_key, parts) if line]


def _around_slots(sentence: str) -> list[str]:
    """The clauses of a sentence between its slots; SLOT keeps the names, so every second part."""
    return [clause for part in SLOT.split(sentence)[::2] for clause in CLAUSE.split(part)]


def line_key(text: str) -> str:
    """What a recording is found by: the text without punctuation at its ends.

    Punctuation inside stays, because it was spoken as a pause.
    """
    stripped = text.strip().strip("，。？！；：、,.?!;: ")
    return stripped if WORD.search(stripped) else ""
