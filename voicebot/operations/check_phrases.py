"""What is wrong with the phrases of nlu_data/nlu/, and with the intents that they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from voicebot.config import Settings, read_yaml
from voicebot.operations.places import place_of
from voicebot.speech.phrase_file import Phrase, read_phrases
from voicebot.speech.phrases import load_phrases

# The recogniser writes neither.
NOT_HEARD = re.compile(r"[0-9０-９]|[^\w\s]")
FEWEST_PHRASES = 5


def phrase_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    nlu_data = settings.nlu_data
    domain, rules = nlu_data / "domain", nlu_data / "rules"
    known = [name for path in _files(domain) for name in read_yaml(path).get("intents") or ()]
    ruled = {name for path in _files(rules) for name in _ruled(read_yaml(path))}
    for intent in known:
        if intent not in ruled:
            where = place_of(f"- {intent}", _files(domain)) or domain
            yield f"{where}: no rule for the intent {intent} in {rules}; add it to one"
    frozen = load_phrases(nlu_data / "tests" / "nlu")
    first: dict[str, tuple[Phrase, str]] = {}
    for path in _files(nlu_data / "nlu"):
        for block in read_phrases(path):
            where = f"{path}:{block.line}"
            if block.intent not in known:
                yield f"{where}: {block.intent} is not among the intents of {domain}; add it"
            if len(block.phrases) < FEWEST_PHRASES:
                yield f"{where}: too few phrases for {block.intent}; write {FEWEST_PHRASES}"
            for phrase in block.phrases:
                place = f"{path}:{phrase.line}"
                same = first.setdefault(phrase.text, (phrase, place))
                yield from (f"{place}: {problem}" for problem in _faults(phrase, *same))
                if phrase.text in frozen:
                    yield f"{place}: “{phrase.text}” is asked in tests/nlu/; take it out of one"


def _faults(phrase: Phrase, first: Phrase, place: str) -> Iterator[str]:
    """`first` is the phrase of these words that stands first, at `place`."""
    if phrase.intent != first.intent:
        yield f"“{phrase.text}” means {first.intent} too ({place}); leave it with one"
    elif phrase is not first:
        yield f"“{phrase.text}” stands here twice ({place}); keep one of them"
    if NOT_HEARD.search(phrase.text):
        yield f"“{phrase.text}” has signs or digits; write it as it is spoken, in characters"


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _ruled(document: Any) -> Iterator[str]:
    """The intents that the rules of a file answer, alone or as one of several (`or`)."""
    for rule in document["rules"]:
        for step in rule["steps"]:
            yield from (one["intent"] for one in step.get("or", [step]) if "intent" in one)
