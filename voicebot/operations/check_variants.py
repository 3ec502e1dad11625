"""What is wrong with the terse, detailed and keyed variants of the wording."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from voicebot.config import Settings, read_yaml
from voicebot.dialogue.actions.flows import load_flows
from voicebot.speech.wording import KEYED, NORMAL, SLOT, VARIANT, WORDINGS, load_responses


def variant_problems(settings: Settings) -> Iterator[str]:
    """One line a problem; a read-back is whole in every wording (A16)."""
    texts = load_responses(settings.prompts)
    read_backs = {flow.confirm for flow in load_flows(settings.nlu_data / "flows").values()}
    for path in sorted(settings.prompts.glob("*.yml")):
        listed = read_yaml(path)["responses"]
        for name, variants in listed.items():
            if VARIANT in name:
                where = f"{path}:{listed.lc.key(name)[0] + 1}: '{name}'"
                problems = _faults(name, variants, texts, read_backs)
                yield from (f"{where} {problem}" for problem in problems)


def _faults(
    name: str, variants: Any, texts: Mapping[str, list[str]], read_backs: set[str]
) -> Iterator[str]:
    response, _, wording = name.partition(VARIANT)
    if wording not in (*WORDINGS, KEYED) or wording == NORMAL:
        terse, detailed, keyed = (response + VARIANT + w for w in ("terse", "detailed", KEYED))
        yield f"is no wording; name it {terse}, {detailed} or {keyed}"
    if response not in texts:
        yield f"is a variant of {response}, which no file of prompts/ has; correct the name"
        return
    if set(variants[0]) != {"text"}:
        yield f"has only a text: keys and listening are those of {response}; remove the others"
    slots = set(SLOT.findall(variants[0]["text"]))
    slots_of_response = set(SLOT.findall(texts[response][0]))
    if slots - slots_of_response:
        yield f"has the slots {_named(slots - slots_of_response)}, which {response} has not"
    if response in read_backs and slots_of_response - slots:
        yield f"leaves out {_named(slots_of_response - slots)} of a read-back; say them too"


def _named(slots: set[str]) -> str:
    return ", ".join(f"{{{slot}}}" for slot in sorted(slots))
