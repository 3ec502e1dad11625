"""`voicebot check`: what is wrong in config.yaml, nlu_data/, prompts/ and audio/, and the mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from voicebot.bank.bills import MOBILE_BILLERS
from voicebot.config import ConfigError, Settings, line_of, read_yaml
from voicebot.conversation.commands import load_commands
from voicebot.conversation.earcons import load_announced
from voicebot.dialogue.actions.answers import ANSWERS
from voicebot.dialogue.actions.flows import Flow, load_flows
from voicebot.dialogue.actions.inquiries import INQUIRIES
from voicebot.dialogue.actions.services import SERVICES
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.figures import load_figures
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.dialogue.language.sounds import Accent
from voicebot.dialogue.named_words import ENTRY_KINDS, PURPOSES, load_words
from voicebot.dialogue.training import dialogue_files
from voicebot.operations.catalogue_check import catalogue_problems
from voicebot.operations.check_hearing import hearing_problems
from voicebot.operations.check_menus import menu_problems
from voicebot.operations.check_names import name_problems, strays
from voicebot.operations.check_phrases import phrase_problems
from voicebot.operations.check_places import config_line, missing_places
from voicebot.operations.check_shapes import shaped_files
from voicebot.operations.check_variants import variant_problems
from voicebot.operations.knowledge_check import knowledge_problems
from voicebot.operations.places import place_of
from voicebot.quality.journeys import load_journeys
from voicebot.speech.coverage import coverage
from voicebot.speech.earcons import load_earcons
from voicebot.speech.new_words import load_new_words
from voicebot.speech.phrases import load_phrases
from voicebot.speech.wording import SLOT, load_responses
from voicebot.word_lists import NOT_SPOKEN

# A8: the option stands before its key (查余额，请按一), never after it (按一查余额).
KEY_FIRST = re.compile("按[零一二三四五六七八九](?![，。；、？！]|$)")
# A9.
MOST_OPTIONS = 4


def find_problems(settings: Settings) -> list[str]:
    """One line a problem, with the file, its line where there is one, and what to do."""
    # The checks behind read what those before have found whole.
    for first in (missing_places, _broken_files):
        if broken := list(first(settings)):
            return broken
    return [
        *strays(settings),
        *name_problems(settings),
        *_flow_problems(settings),
        *_biller_problems(settings),
        *_journey_problems(settings),
        *phrase_problems(settings),
        *knowledge_problems(settings),
        *catalogue_problems(settings),
        *_wording_problems(settings),
        *menu_problems(settings),
        *variant_problems(settings),
        *_recording_problems(settings),
        *hearing_problems(settings),
    ]


def _broken_files(settings: Settings) -> Iterator[str]:
    """Files that are no YAML or lack what they are for."""
    nlu_data = settings.nlu_data
    readers: list[tuple[Any, Path]] = [(read_yaml, path) for path in dialogue_files(settings)]
    readers += [
        *shaped_files(settings),
        (load_flows, nlu_data / "flows"),
        (load_billers, nlu_data / "billers.yml"),
        (load_words, nlu_data / PURPOSES),
        (load_words, nlu_data / ENTRY_KINDS),
        (load_commands, nlu_data / "commands.yml"),
        (Accent.load, nlu_data / "accent.yml"),
        (load_new_words, nlu_data),
        (load_topics, nlu_data / "knowledge"),
        (load_catalogue, nlu_data / "catalogue"),
        (load_figures, nlu_data / "figures"),
        (load_responses, settings.prompts),
        (load_phrases, nlu_data / "nlu"),
        (load_journeys, nlu_data / "tests" / "journeys"),
        (partial(load_announced, flows=nlu_data / "flows"), settings.prompts),
    ]
    if settings.speech.earcons:
        readers.append((load_earcons, settings.speech.earcons))
    told = set()
    for read, path in readers:
        try:
            read(path)
        except ConfigError as error:
            if str(error) not in told:
                told.add(str(error))
                yield str(error)


def _flow_problems(settings: Settings) -> Iterator[str]:
    """Names in the flows that nothing else knows."""
    folder = settings.nlu_data / "flows"
    responses = load_responses(settings.prompts)
    flows = load_flows(folder)
    phrases = load_phrases(settings.nlu_data / "nlu")
    for name in sorted({*phrases.values()} & {*SERVICES} - {*flows}):
        where = place_of(f"intent: {name}", sorted((settings.nlu_data / "nlu").glob("*.yml")))
        yield f"{where}: no flow is called {name}; write it in flows/, or take these phrases away"
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        for name in document:
            for place, problem in _faults(flows[name], flows, responses):
                yield f"{path}:{line_of(document, (name, *place))}: '{name}' {problem}"


def _faults(
    flow: Flow, flows: dict[str, Flow], responses: dict[str, list[str]]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Where in the block of the flow, and what is wrong there."""
    asked = [(("questions", n), question.ask) for n, question in enumerate(flow.questions)]
    for place, response in ((("confirm",), flow.confirm), (("done",), flow.done), *asked):
        if response and response not in responses:
            yield place, f"says {response}, which no file of prompts/ has; write it there"
    for number, question in enumerate(flow.questions):
        if question.slot not in ANSWERS:
            told = f"asks for the slot {question.slot}; it is one of {', '.join(ANSWERS)}"
            yield ("questions", number), told
    for slot, other in flow.becomes.items():
        if slot not in ANSWERS:
            told = f"becomes another flow by the slot {slot}; it is one of {', '.join(ANSWERS)}"
            yield ("becomes",), told
        if other not in flows:
            told = f"becomes {other}, which is no flow; it is one of {', '.join(flows)}"
            yield ("becomes",), told
    if flow.tells and flow.tells not in INQUIRIES:
        yield ("tells",), f"tells {flow.tells}; it is one of {', '.join(INQUIRIES)}"
    if flow.then and flow.then not in flows:
        yield ("then",), f"offers {flow.then} then; it is one of {', '.join(flows)}"
    if not flow.tells and flow.does not in SERVICES:
        yield ("does",), f"does {flow.does}; it is one of {', '.join(SERVICES)}"


def _biller_problems(settings: Settings) -> Iterator[str]:
    """Addresses in config.yaml of billers that nobody can pay; words of two billers."""
    path = settings.nlu_data / "billers.yml"
    billers, document = load_billers(path), read_yaml(path)
    meant: dict[str, str] = {}
    for biller in billers.values():
        for word in dict.fromkeys(biller.words):
            if meant.setdefault(word, biller.name) != biller.name:
                where = f"{path}:{document.lc.key(biller.key)[0] + 1}"
                yield f"{where}: “{word}” means {meant[word]} too; leave it with one"
    known = [*billers, *MOBILE_BILLERS.values()]
    for name in settings.billers:
        if name not in known:
            where = config_line(settings, "billers", name)
            yield f"{where}: billers: {name} is none of {', '.join(known)}; correct the name"


def _journey_problems(settings: Settings) -> Iterator[str]:
    """Responses that a journey waits for and nobody says."""
    responses = load_responses(settings.prompts)
    for journey in load_journeys(settings.nlu_data / "tests" / "journeys"):
        for step in journey.steps:
            for name in step.hears:
                if name not in responses:
                    told = f"{journey.name} hears {name}, which prompts/ has not; correct the name"
                    yield f"{journey.path}:{step.line}: {told}"


def _yaml_files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.yml"))


def _wording_problems(settings: Settings) -> Iterator[str]:
    """Prompts that a caller who only listens could not follow (A8, A9)."""
    for path in sorted(settings.prompts.glob("*.yml")):
        listed = read_yaml(path)["responses"]
        for name, variants in listed.items():
            where = f"{path}:{listed.lc.key(name)[0] + 1}: '{name}'"
            for variant in variants:
                if KEY_FIRST.search(variant["text"]):
                    yield f"{where} has a key before its option; write 查余额，请按一"
                if NOT_SPOKEN.search(SLOT.sub("", variant["text"])):
                    yield f"{where} has letters or digits; write it as it is spoken: 请按一"
                if len(variant.get("buttons") or ()) > MOST_OPTIONS:
                    yield f"{where} has more than {MOST_OPTIONS} options; split the menu"


def _recording_problems(settings: Settings) -> Iterator[str]:
    """Lines that are synthesised because they were never recorded, or changed since."""
    files = [*_yaml_files(settings.prompts), *sorted(settings.nlu_data.rglob("*.yml"))]
    for line in coverage(settings).to_record:
        where = place_of(line.text, files) or settings.speech.prompts
        yield f"{where}: “{line.text}” {line.reason}; record it ({line.file}.wav)"
