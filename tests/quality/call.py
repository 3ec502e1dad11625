"""The lines of a call as they are written while it goes on, in short words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BEGAN = 1_764_000_000.0


class WrittenCall:
    """Every line is five seconds after the one before."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self._line("started", call="call", caller_number="13909510001")
        self.bot("utter_greet")

    def bot(self, *prompts: str, **facts: Any) -> WrittenCall:
        usual = {"intent": "", "confidence": 0.9, "listen": "open", "then": "listen", "flow": ""}
        state = {"bot": "。".join(prompts), "prompts": prompts, "state": prompts[-1]}
        return self._line("answered", **(usual | state | {"finished": [], "model": "m1"} | facts))

    def says(self, text: str, confidence: float = 0.9, others: tuple[str, ...] = ()):
        at = 5.0 * len(self.events)
        facts = {"by": "voice", "caller": text, "recorded": (at - 1, at)}
        return self._line("heard", **facts, confidence=confidence, others=others)

    def keys(self, keys: str) -> WrittenCall:
        at = 5.0 * len(self.events)
        facts = {"by": "key", "caller": f"key:{keys}", "recorded": (at, at)}
        return self._line("heard", **facts, confidence=1.0, others=())

    def timed(self, by: str = "", **parts: int) -> WrittenCall:
        """An answer to what was heard last, unless it is to what was answered `by` otherwise."""
        heard = next(event for event in reversed(self.events) if event["event"] == "heard")
        return self._line("timed", by=by or heard["by"], **parts)

    def noted(self, what: str) -> WrittenCall:
        return self._line("noted", what=what)

    def write(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        lines = (json.dumps(event, ensure_ascii=False) + "\n" for event in self.events)
        (folder / "events.jsonl").write_text("".join(lines), encoding="utf-8")

    def _line(self, event: str, **facts: Any) -> WrittenCall:
        self.events.append({"at": BEGAN + 5.0 * len(self.events), "event": event, **facts})
        return self
