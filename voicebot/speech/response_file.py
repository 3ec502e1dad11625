"""A file of prompts/ as staff write it: a list of variants for every response.

responses:
  utter_menu_alerts:
  - text: 开通，请按一。
    buttons: [{title: 开通, payload: /alerts_on}]
    custom: {listen: {kind: choice}}
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ruamel.yaml.comments import CommentedMap

from voicebot.config import ConfigError, read_yaml
from voicebot.conversation.turn import LISTEN_KINDS

KEYS = ("text", "buttons", "custom")
BUTTON_KEYS = {"title", "payload", "key"}
CUSTOM_KEYS = ("listen", "earcon", "then", "hold_s")
LISTEN_KEYS = ("kind", "max_keys", "lengths", "private")
BRACES = re.compile(r"\{[\w.]+\}")
STRAY = re.compile("[{}｛｝]")


def read_responses(path: Path) -> CommentedMap:
    """The responses of the file by name; ConfigError names the line and the mend."""
    document = read_yaml(path)
    responses = document.get("responses") if isinstance(document, CommentedMap) else None
    if not isinstance(responses, CommentedMap):
        raise ConfigError(path, 1, "no responses; begin with a line `responses:`, names under it")
    for name, variants in responses.items():
        if problem := next(_problems(variants), ""):
            raise ConfigError(path, responses.lc.key(name)[0] + 1, f"'{name}' {problem}")
    return responses


def _problems(variants: Any) -> Iterator[str]:
    if not isinstance(variants, list) or not variants:
        yield "has no text; write `- text: …` under it"
        return
    for variant in variants:
        text = variant.get("text") if isinstance(variant, dict) else None
        if not isinstance(text, str) or not text:
            yield "has no text; write `- text: …` under it"
            return
        if STRAY.search(BRACES.sub("", text)):
            yield f"has a brace without its other half, or a wide one: “{text}”; write {{name}}"
        for key in variant:
            if key not in KEYS:
                yield f"has '{key}', which means nothing; it is one of {', '.join(KEYS)}"
        yield from _problems_of_buttons(variant.get("buttons") or ())
        yield from _problems_of_custom(variant.get("custom") or {})


def _problems_of_buttons(buttons: Any) -> Iterator[str]:
    for button in buttons:
        if not isinstance(button, dict) or not {"title", "payload"} <= set(button) <= BUTTON_KEYS:
            yield f"has the button {_shown(button)}; write {{title: 开通, payload: /alerts_on}}"


def _problems_of_custom(custom: Any) -> Iterator[str]:
    if not isinstance(custom, dict):
        yield f"has custom: {custom}; write custom: {{listen: {{kind: open}}}}"
        return
    listen = custom.get("listen") or {}
    if not isinstance(listen, dict):
        yield f"has listen: {listen}; write listen: {{kind: open}}"
        return
    for known, written in ((CUSTOM_KEYS, custom), (LISTEN_KEYS, listen)):
        for key in written:
            if key not in known:
                yield f"has '{key}', which means nothing; it is one of {', '.join(known)}"
    kind = listen.get("kind", "open")
    if kind not in LISTEN_KINDS:
        yield f"listens for {kind}; it is one of {', '.join(LISTEN_KINDS)}"


def _shown(button: Any) -> str:
    return str(dict(button)) if isinstance(button, dict) else str(button)
