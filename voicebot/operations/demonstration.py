"""`voicebot demo`: real calls to the real service, printed as they happen, with what they moved.

The callers are processes of their own that know nothing of the bot but its SIP address. What they
said, heard and measured is put beside what the bot wrote down about the same call (`events.jsonl`)
into `call.json` and `call.html`.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voicebot.config import Settings
from voicebot.operations.call_page import write_call_page
from voicebot.operations.call_turns import join_turns
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import place_call
from voicebot.trial import for_trial, seed_demonstration_bank

Print = Callable[[str], None]


class Demonstration:
    """The calls of `audio/callers/demo/`, on a bank of their own in `var/demo/`."""

    def __init__(self, settings: Settings, echo: Print) -> None:
        self._samples = settings.root / "audio" / "callers"
        self._scripts = sorted((self._samples / "demo").glob("*.yaml"))
        self._folder = settings.state_dir / "demo"
        self._settings = for_trial(settings, self._folder)
        self._echo = echo

    def run(self) -> dict[str, Any]:
        """Places every call and returns the document described in the README (`ok`, `calls`, …)."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        seed_demonstration_bank(self._settings)
        before = self._ledger_lines()
        with RunningService(self._settings, self._echo) as service:
            calls = [self._place(service, script) for script in self._scripts]
        ledger_lines = self._ledger_lines()[len(before) :]
        self._print_ledger(before, ledger_lines)
        result = {"ok": all(call["ok"] for call in calls), "calls": calls, "ledger": ledger_lines}
        self._print_result(result)
        return result

    def _place(self, service: RunningService, script: Path) -> dict[str, Any]:
        """One call: placed, printed live, joined with the bot's side, written to its folder."""
        self._echo(f"\n☎  {script.stem}")
        out = self._folder / script.stem
        with service.watching(self._print_event):
            report = place_call(service.uri, script, out, self._samples)
            events = self._events_since(report)
        turns = join_turns(report, events)
        call = {
            "name": script.stem,
            "ok": report.ok and bool(turns) and all(turn["ok"] for turn in turns),
            "error": report.error,
            "caller_number": report.caller_number,
            "codec": report.codec,
            "turns": turns,
        }
        document = json.dumps(call, ensure_ascii=False, indent=2)
        (out / "call.json").write_text(document, encoding="utf-8")
        write_call_page(out / "call.html", report.wav, call)
        return call
