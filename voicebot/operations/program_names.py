"""Names that the program and prompts/ must agree on: of responses, and of the values in them.

They are read from the program itself, so that there is no list which somebody has to keep.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from voicebot import conversation
from voicebot.dialogue import actions

PACKAGES = [Path(package.__path__[0]) for package in (conversation, actions)]
# A name that ends in _ is the beginning of several.
RESPONSE = re.compile(r"(?:utter|session)_\w*[a-z0-9]")


@dataclass(frozen=True)
class ProgramNames:
    """`responses` that the program says by name; what it gives values to ({"payee": …})."""

    responses: frozenset[str]
    values: frozenset[str]

    @classmethod
    def read(cls) -> ProgramNames:
        """Half a second."""
        nodes = list(_nodes())
        texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
        keys = [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
        named = {key.value for key in keys if isinstance(key, ast.Constant)}
        responses = {text for text in texts if isinstance(text, str) and RESPONSE.fullmatch(text)}
        return cls(frozenset(responses), frozenset(map(str, named)))


def _nodes() -> Iterator[ast.AST]:
    for package in PACKAGES:
        for file in sorted(package.rglob("*.py")):
            yield from ast.walk(ast.parse(file.read_text(encoding="utf-8")))
