"""What happened in one call, as JSON lines written while it happens (`events.jsonl`).

Every line has `at` (seconds since the epoch) and `event`: `started`, `heard` (what the caller said
or keyed), `answered` (what the bot said, how it had understood, what it listens for), `timed`
(where the time of the answer went), `noted`, `ended`. Reports, the demonstration and the tests read
the same lines. Numbers that the session calls private never get here.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

from voicebot.conversation.answer_times import AnswerTimes
from voicebot.conversation.turn import Turn

log = logging.getLogger(__name__)

EVENTS_FILE = "events.jsonl"

# The event loop hands lines over and never waits for the disk; one thread keeps them in order.
_writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="call-log")


class CallLog:
    """The events of one call; `epoch_offset_s` turns the call's monotonic times into dates."""

    def __init__(self, folder: Path, epoch_offset_s: float) -> None:
        self._path = folder / EVENTS_FILE
        self._offset_s = epoch_offset_s

    def started(self, call_id: str, caller_number: str, at: float) -> None:
        """The call was answered."""
        self._write(at, "started", call=call_id, caller_number=caller_number)

    def heard(
        self,
        *,
        by: str,
        caller: str,
        at: float,
        recorded: tuple[float, float],
        confidence: float = 1.0,
        others: Sequence[str] = (),
    ) -> None:
        """The caller said (`by` "voice") or keyed (`by` "key") something.

        `recorded` is from when to when in the recording, in seconds; `others` is what else it may
        have been.
        """
        self._write(
            at,
            "heard",
            by=by,
            caller=caller,
            recorded=[round(second, 3) for second in recorded],
            confidence=round(confidence, 3),
            others=list(others),
        )

    def answered(self, turn: Turn, at: float) -> None:
        """The bot answered with `turn`."""
        self._write(
            at,
            "answered",
            intent=turn.intent,
            confidence=round(turn.confidence, 3),
            bot=turn.text,
            prompts=[prompt.name for prompt in turn.prompts],
            listen=turn.listen.kind,
            state=turn.state,
            then=turn.then,
            flow=turn.flow,
            finished=list(turn.finished),
            model=turn.model,
        )

    def timed(self, times: AnswerTimes) -> None:
        """The first sound of an answer was sent; `at` is the end of the caller's turn."""
        facts = asdict(times)
        self._write(facts.pop("ended_at"), "timed", **facts)

    def noted(self, what: str, at: float) -> None:
        """Something staff should know."""
        self._write(at, "noted", what=what)

    def ended(self, at: float) -> None:
        """The call is over; returns when everything is on the disk."""
        self._write(at, "ended")
        _writer.submit(lambda: None).result()

    def _write(self, at: float, event: str, **facts: Any) -> None:
        line = json.dumps(
            {"at": round(at + self._offset_s, 3), "event": event, **facts}, ensure_ascii=False
        )
        _writer.submit(self._append, line)

    def _append(self, line: str) -> None:
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line + "\n")
        except OSError as error:
            log.error("call log %s: %s; free disk space", self._path, error)


def read_events(folder: Path) -> list[dict[str, Any]]:
    """The events of the call in `folder`, in order; a line cut off by a kill is left out."""
    path = folder / EVENTS_FILE
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").split("\n")
    return [json.loads(line) for line in lines[:-1]]
