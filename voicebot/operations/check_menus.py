"""What is wrong with the keys of the menus, and what no caller can come to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any

from voicebot.config import Settings, line_of, read_yaml
from voicebot.dialogue.actions.flows import load_flows
from voicebot.dialogue.billers import load_billers
from voicebot.dialogue.catalogue.catalogue import load_catalogue
from voicebot.dialogue.knowledge.topics import load_topics
from voicebot.dialogue.language.numbers import DIGIT_VALUES
from voicebot.dialogue.phrases import derived_phrases
from voicebot.operations.program_names import ProgramNames
from voicebot.speech.phrases import load_phrases
from voicebot.speech.wording import SLOT, load_responses

# A9: at most four; the other keys mean the same everywhere.
MENU_KEYS = "1234"
SPOKEN_KEY = re.compile("请按([一二三四五六七八九])")
INTENT = re.compile(r"/(\w+)")


def menu_problems(settings: Settings) -> Iterator[str]:
    """One line a problem, with the file, the line and the mend."""
    known, sent = set(_intents(settings)), set()
    names, texts = ProgramNames.read(), load_responses(settings.prompts)
    yield from _unwritten(settings, names.responses - set(texts))
    values = names.values & {slot for said in texts.values() for slot in SLOT.findall(said[0])}
    brought = _brought(settings)
    for path in sorted(settings.prompts.glob("*.yml")):
        listed = read_yaml(path)["responses"]
        for name, variants in listed.items():
            where = f"{path}:{listed.lc.key(name)[0] + 1}: '{name}'"
            for variant in variants:
                buttons = variant.get("buttons") or ()
                sent |= {intent_of(button) for button in buttons}
                yield from (f"{where} {problem}" for problem in _faults(variant, known, values))
                for number, button in enumerate(buttons):
                    for problem in _faults_of_button(button, known, brought):
                        yield f"{path}:{line_of(buttons, (number,))}: '{name}' {problem}"
    yield from _unreachable(settings, sent)


def intent_of(button: Mapping[str, Any]) -> str:
    """What the button means: '/pay_bill{"biller": "water"}' is pay_bill."""
    found = INTENT.match(button["payload"])
    return found[1] if found else ""


def _unwritten(settings: Settings, responses: Iterable[str]) -> Iterator[str]:
    for name in sorted(responses):
        yield f"{settings.prompts}: nobody wrote '{name}', which callers are told; write it again"


def _faults(variant: Mapping[str, Any], known: set[str], values: Set[str]) -> Iterator[str]:
    for slot in set(SLOT.findall(variant["text"])) - values:
        yield f"says {{{slot}}}, which nothing fills; it is one of {', '.join(sorted(values))}"
    buttons = variant.get("buttons") or ()
    keys = [str(button.get("key", number)) for number, button in enumerate(buttons, 1)]
    for key in sorted(set(keys)):
        if keys.count(key) > 1:
            yield f"has the key {key} twice; give each option a key of its own"
        if key not in MENU_KEYS:
            yield f"has the key {key}, which is no key of a menu; take 1 to {MENU_KEYS[-1]}"
    spoken = [str(DIGIT_VALUES[digit]) for digit in SPOKEN_KEY.findall(variant["text"])]
    # A line that names one key, or a key of several, stands behind another prompt's keys.
    if len(spoken) == len(keys) > 1 and spoken != keys:
        yield f"says the keys {' '.join(spoken)}, its buttons have {' '.join(keys)}; make them one"


def _faults_of_button(
    button: Mapping[str, Any], known: set[str], brought: Mapping[str, Set[str]]
) -> Iterator[str]:
    payload = button["payload"]
    if intent_of(button) not in known:
        yield f"sends {payload}, which is no intent; correct the payload"
        return
    written = payload.removeprefix(f"/{intent_of(button)}")
    try:
        values = json.loads(written or "{}")
    except ValueError:
        yield f"""sends {payload}; write what it brings like {{"biller": "water"}}"""
        return
    for entity, value in values.items():
        if entity in brought and value not in brought[entity]:
            told = ", ".join(sorted(brought[entity]))
            yield f"brings the {entity} {value}, which there is none of; it is one of {told}"


def _brought(settings: Settings) -> Mapping[str, Set[str]]:
    """What a button can bring, by the entity."""
    nlu_data = settings.nlu_data
    return {
        "biller": load_billers(nlu_data / "billers.yml").keys(),
        "product": load_catalogue(nlu_data / "catalogue").keys(),
        "section": {topic.section for topic in load_topics(nlu_data / "knowledge").values()},
        "topic": load_topics(nlu_data / "knowledge").keys(),
    }


def _unreachable(settings: Settings, sent: set[str]) -> Iterator[str]:
    """Flows that nobody asks for, by words or at all, and that no other flow leads to."""
    phrases = set(load_phrases(settings.nlu_data / "nlu").values())
    phrases |= {name for name, said in derived_phrases(settings.nlu_data).items() if said}
    folder = settings.nlu_data / "flows"
    flows = load_flows(folder)
    led_to = {name for flow in flows.values() for name in (flow.then, *flow.becomes.values())}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        for name in document:
            if name in phrases | led_to:
                continue
            how = "is reached by keys only" if name in sent else "cannot be reached"
            where = f"{path}:{document.lc.key(name)[0] + 1}: '{name}'"
            yield f"{where} {how}; write phrases for it in nlu/"
    for path in sorted(settings.prompts.glob("*.yml")):
        listed = read_yaml(path)["responses"]
        for name in listed:
            menu = name.partition("__")[0].removeprefix("utter_")
            if menu.startswith("menu_") and menu not in sent | phrases:
                where = f"{path}:{listed.lc.key(name)[0] + 1}: '{name}'"
                yield f"{where} cannot be reached; no button sends /{menu}"


def _intents(settings: Settings) -> Iterator[str]:
    for path in sorted((settings.nlu_data / "domain").glob("*.yml")):
        yield from read_yaml(path).get("intents") or ()
