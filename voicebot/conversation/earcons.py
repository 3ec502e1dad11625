"""Where earcons stand among prompts: before what was done or went wrong, behind a question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from voicebot.config import ConfigError
from voicebot.conversation.turn import Prompt, Then
from voicebot.dialogue.actions.flows import load_flows
from voicebot.speech.earcons import EARCONS, Earcon, earcon
from voicebot.speech.response_file import read_responses


def load_announced(prompts: Path, flows: Path) -> dict[str, Earcon]:
    """Response → the earcon before it: `done` of every flow, and `custom: {earcon: …}`.

    Raises ConfigError, with the line, for an earcon that does not exist.
    """
    announced: dict[str, Earcon] = {
        flow.done: "done" for flow in load_flows(flows).values() if flow.done
    }
    for path in sorted(prompts.glob("*.yml")):
        listed = read_responses(path)
        for response, variants in listed.items():
            name = (variants[0].get("custom") or {}).get("earcon")
            if name is not None and name not in EARCONS:
                line = listed.lc.key(response)[0] + 1
                known = ", ".join(EARCONS)
                raise ConfigError(path, line, f"'{name}' is no earcon; it is one of {known}")
            if name:
                announced[response] = name
    return announced


def with_earcons(
    prompts: Sequence[Prompt], announced: Mapping[str, Earcon], then: Then
) -> tuple[Prompt, ...]:
    """The prompts with each announced by its sound; a turn that is listened to ends with one."""
    return tuple(_with_earcons(prompts, announced, then))


def _with_earcons(
    prompts: Sequence[Prompt], announced: Mapping[str, Earcon], then: Then
) -> Iterator[Prompt]:
    for prompt in prompts:
        if prompt.name in announced:
            yield earcon(announced[prompt.name])
        yield prompt
    if then == "listen":
        yield earcon("listening")
