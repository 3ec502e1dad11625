"""`voicebot demo`: real calls to the real service, printed as they happen, with what they moved.

The callers are processes of their own that know nothing of the bot but its SIP address. What they
said, heard and measured is put beside what the bot wrote down about the same call (`events.jsonl`)
into `call.json` and `call.html`.
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from voicebot.bank import database, ledger
from voicebot.bank.tables import Account
from voicebot.config import Settings
from voicebot.dialogue.language.money import FEN_PER_YUAN
from voicebot.operations.call_log import read_events
from voicebot.operations.call_page import write_call_page
from voicebot.operations.call_turns import join_turns
from voicebot.operations.percentiles import percentile
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import POLL_S, CallInProgress
from voicebot.trial import for_trial, seed_demonstration_bank

MEGABYTE = 1_000_000
# By then a call has all its recognisers.
WEIGHED_EVERY_S = 5.0

Print = Callable[[str], None]
Entry = dict[str, Any]


class Demonstration:
    """The calls of `audio/callers/demo/`, on a bank of their own in `var/demo/`."""

    def __init__(self, settings: Settings, echo: Print) -> None:
        self._samples = settings.root / "audio" / "callers"
        self._scripts = sorted((self._samples / "demo").glob("*.yaml"))
        self._folder = settings.state_dir / "demo"
        self._settings = for_trial(settings, self._folder)
        self._echo = echo
        self._call_bytes = 0

    def run(self) -> dict[str, Any]:
        """Places every call and returns the document described in the README (`ok`, `calls`, …)."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        seed_demonstration_bank(self._settings)
        before = self._ledger()
        with RunningService(self._settings, self._echo) as service:
            idle_bytes = service.memory_bytes
            calls = [self._place(service, script) for script in self._scripts]
        made = self._ledger()[len(before) :]
        result = {
            "ok": all(call["ok"] for call in calls),
            "calls": calls,
            "ledger": made,
            "memory_mb": {
                "idle": round(idle_bytes / MEGABYTE),
                "call": round(self._call_bytes / MEGABYTE),
            },
        }
        self._print_ledger(before, made)
        self._print_times(calls)
        self._print_verdict(calls)
        return result

    def _place(self, service: RunningService, script: Path) -> dict[str, Any]:
        """One call: placed, printed live, joined with the bot's side, written to its folder."""
        self._echo(f"\n☎  {script.stem}")
        out = self._folder / script.stem
        earlier = self._call_folders()
        before_bytes = service.private_bytes
        call = CallInProgress(service.uri, script, self._samples, out)
        shown, weighed_at = 0, time.monotonic()
        while call.running:
            shown = self._print_news(call, earlier, shown)
            if time.monotonic() - weighed_at > WEIGHED_EVERY_S:
                weighed_at = time.monotonic()
                self._call_bytes = max(self._call_bytes, service.private_bytes - before_bytes)
            time.sleep(POLL_S)
        report = call.report()
        self._print_news(call, earlier, shown)
        events = [e for folder in self._call_folders() - earlier for e in read_events(folder)]
        turns = join_turns(report.document["steps"], events)
        started = next((e for e in events if e["event"] == "started"), {"caller_number": ""})
        document = {
            "name": script.stem,
            "ok": report.ok and all(turn["ok"] for turn in turns),
            "error": report.document["error"],
            "caller_number": started["caller_number"],
            "codec": report.document["codec"],
            "folder": str(out),
            "turns": turns,
        }
        text = json.dumps(document, ensure_ascii=False, indent=2)
        (out / "call.json").write_text(text, encoding="utf-8")
        if report.wav.exists():
            write_call_page(out / "call.html", report.wav, document)
        return document

    def _call_folders(self) -> set[Path]:
        return {path.parent for path in self._settings.recordings.glob("*/*/events.jsonl")}

    def _print_news(self, call: CallInProgress, earlier: set[Path], shown: int) -> int:
        """What was said and answered since the last look; how many events have been shown."""
        for step in call.new_steps():
            if step["step"] in ("say", "keys"):
                self._echo(f"   caller  {step['what']}")
            if step["error"]:
                self._echo(f"   ✗ {step['error']}")
        events = [e for folder in self._call_folders() - earlier for e in read_events(folder)]
        for event in events[shown:]:
            if event["event"] == "heard":
                self._echo(f"   heard   {event['caller']}")
            elif event["event"] == "answered":
                self._echo(f"   bot     {event['bot']}")
        return len(events)

    def _ledger(self) -> list[Entry]:
        with database.open_database(self._settings.bank.database).begin() as db:
            return [
                {
                    "at": line.at.isoformat(),
                    "text": line.text,
                    "account": _shown(db.get(Account, line.account_id)),
                    "amount_fen": line.amount_fen,
                }
                for line in ledger.lines(db)
            ]

    def _print_ledger(self, before: list[Entry], made: list[Entry]) -> None:
        self._echo("\nledger: the entries that these calls made")
        for entry in made:
            self._echo(f"   {_yuan(entry)}  {entry['account']:<10} {entry['text']}")
        self._echo("balances before and after")
        for account in dict.fromkeys(entry["account"] for entry in made):
            earlier = sum(e["amount_fen"] for e in before if e["account"] == account)
            moved = sum(e["amount_fen"] for e in made if e["account"] == account)
            self._echo(
                f"   {account:<10} {earlier / FEN_PER_YUAN:>12,.2f} → "
                f"{(earlier + moved) / FEN_PER_YUAN:>12,.2f} 元"
            )

    def _print_verdict(self, calls: list[dict[str, Any]]) -> None:
        for call in calls:
            mark = "✓" if call["ok"] else "✗"
            self._echo(f"{mark} {call['name']}: open {call['folder']}/call.html")
            for turn in call["turns"]:
                if not turn["ok"]:
                    self._echo(f"   ✗ {turn['caller']} → heard {turn['heard']} → {turn['prompts']}")

    def _print_times(self, calls: list[dict[str, Any]]) -> None:
        turns = [
            turn for call in calls for turn in call["turns"] if turn["first_sound_ms"] is not None
        ]
        for name in ("voice", "keys"):
            times = [turn["first_sound_ms"] for turn in turns if turn["by"] == name]
            if times:
                p50, p95 = percentile(times, 50), percentile(times, 95)
                self._echo(f"first sound after {name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _shown(account: Account) -> str:
    """The account as anybody may see it."""
    number = account.number
    return f"…{number[-4:]}" if number.isdigit() else str(number[:8] if "-" in number else number)


def _yuan(entry: Entry) -> str:
    return f"{entry['amount_fen'] / FEN_PER_YUAN:>12,.2f} 元"
