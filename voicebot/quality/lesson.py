"""One thing that corrections teach: a change of a file that staff read before it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Lesson:
    """`edit` makes the file's text anew; `told` says in a line what changes and why."""

    kind: str
    path: Path
    told: str
    edit: Callable[[str], str]


@dataclass(frozen=True)
class LeftOut:
    """What cannot be learnt, and why."""

    said: str
    reason: str
