"""Words that callers are expected to say and the recogniser cannot hear, and what it can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from pypinyin import lazy_pinyin

from voicebot.config import Settings
from voicebot.conversation.commands import load_commands
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.named_words import NamedWords
from voicebot.operations.places import place_of
from voicebot.speech.errors import SpeechError
from voicebot.speech.graph.new_words import words_of
from voicebot.speech.new_words import model_of
from voicebot.speech.phrases import load_phrases
from voicebot.speech.recognizer import SpeechModel

# Characters of the same sound that are named.
NEAR = 3


def hearing_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line, words that sound alike, and the mend."""
    try:
        path = model_of(settings)
        model = SpeechModel(path)
    except SpeechError as error:
        yield str(error)
        return
    said = dict.fromkeys([*model.unheard(), *_said(settings)])
    unheard = [words for words in said if model.split(words) is None]
    alike = _by_sound(path) if unheard else {}
    files = sorted(settings.nlu_data.glob("*.yml")) + sorted(settings.nlu_data.glob("nlu/*.yml"))
    for words in unheard:
        strange = [sign for sign in words if not model.knows(sign)]
        near = "，".join(f"{sign}: {'、'.join(_near(sign, alike)) or '–'}" for sign in strange)
        yield (
            f"{place_of(words, files) or path}: cannot hear “{words}” (it can hear {near}); "
            "say it in other words, or: voicebot words add WORD"
        )


def _said(settings: Settings) -> Iterable[str]:
    """What staff wrote down that callers say."""
    nlu_data = settings.nlu_data
    named = NamedWords.load(nlu_data)
    lists = [biller.words for biller in load_billers(nlu_data / "billers.yml").values()]
    lists += [*named.purposes.values(), *named.entry_kinds.values()]
    listed = [word for words in lists for word in words]
    commands = load_commands(nlu_data / "commands.yml").phrases
    return [*commands, *listed, *load_phrases(nlu_data / "nlu")]


def _by_sound(model: Path) -> Mapping[str, list[str]]:
    """The characters that the model hears, by their pinyin."""
    alike = defaultdict(list)
    for word in words_of(model):
        if len(word) == 1:
            alike[lazy_pinyin(word)[0]].append(word)
    return alike


def _near(sign: str, alike: Mapping[str, list[str]]) -> list[str]:
    return list(islice(alike.get(lazy_pinyin(sign)[0], []), NEAR))
