"""What the gate measured of a dialogue, kept so that nothing is measured twice.

var/gate/6e1cda8119e8235d/measured.json    of that model, by these tests; turns one by one
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "measured.json"


@dataclass
class Measured:
    """`tests` is the digest of what the figures were measured by; "" before they are.

    `confused` are [meant, got, how often]; `turns` says of corrected turns whether they are
    understood now, by their keys.
    """

    tests: str = ""
    figures: dict[str, float] = field(default_factory=dict)
    confused: list[tuple[str, str, int]] = field(default_factory=list)
    broken: dict[str, str] = field(default_factory=dict)
    turns: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: Path, tests: str) -> Measured:
        """What is kept in the folder; nothing of what other tests measured."""
        path = folder / FILE
        if not path.exists():
            return cls()
        kept = cls(**json.loads(path.read_text(encoding="utf-8")))
        return kept if kept.tests == tests else cls()

    def save(self, folder: Path) -> None:
        """Keeps it in the folder, whole or not at all."""
        folder.mkdir(parents=True, exist_ok=True)
        written = folder / f"{FILE}.new"
        written.write_text(json.dumps(asdict(self), ensure_ascii=False), encoding="utf-8")
        written.replace(folder / FILE)

    def counted(self) -> Counter[tuple[str, str]]:
        """(meant, got) → how often."""
        return Counter({(meant, got): count for meant, got, count in self.confused})
