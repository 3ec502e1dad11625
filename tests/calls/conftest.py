"""The whole service, once for all calls, and scripted callers who ring it over SIP."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.conftest import Sandbox
from voicebot.bank import database, ledger, reconciliation
from voicebot.bank.tables import SmsMessage
from voicebot.config import Settings, load_settings
from voicebot.operations.call_log import read_events
from voicebot.operations.call_turns import join_turns
from voicebot.operations.running_service import RunningService
from voicebot.operations.scripted_call import CallInProgress, CallReport
from voicebot.trial import for_trial, seed_demonstration_bank

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "audio" / "callers"
# A held caller hears once how things stand, and the next time that it takes longer.
APPROVAL_WAIT_S = 20
# Whose bills are paid over the network, to the sandbox.
SANDBOX_BILLER = "water"
PATIENCE_S = 60
# A slow biller is waited for, also by a busy machine.
ANSWER_WITHIN_MS = 10_000


@dataclass
class Hotline:
    """The running service, and what it left behind."""

    settings: Settings
    service: RunningService
    folder: Path
    _calls: int = 0
    _seen: set[Path] = field(default_factory=set)

    def rings(self, steps: str, caller: str = "13909510001", head: str = "") -> CallInProgress:
        """Starts a scripted caller."""
        self._calls += 1
        script = self.folder / f"{self._calls}.yaml"
        text = f'caller: "{caller}"\n{head}\nsteps:\n{steps}'
        script.write_text(text, encoding="utf-8")
        return CallInProgress(
            self.service.uri, script, SAMPLES, self.folder / f"call-{self._calls}"
        )

    def new_recordings(self) -> list[Path]:
        """The folders of calls since the last time."""
        folders = {path.parent for path in self.settings.recordings.glob("*/*/events.jsonl")}
        new = sorted(folders - self._seen)
        self._seen |= folders
        return new

    def entries(self) -> list[ledger.Line]:
        factory = database.open_database(self.settings.bank.database)
        with factory.begin() as db:
            lines = ledger.lines(db)
        factory.kw["bind"].dispose()
        return lines

    def sent(self) -> list[str]:
        """The texts of all SMS, the oldest first."""
        with database.reading(self.settings.bank.database) as db:
            return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())

    def faults(self) -> list[str]:
        factory = database.open_database(self.settings.bank.database)
        with factory.begin() as db:
            found = [str(finding) for finding in reconciliation.find_faults(db)]
        factory.kw["bind"].dispose()
        return found


def wait_for(what: Callable[[], object]) -> None:
    """Until it is so."""
    deadline = time.monotonic() + PATIENCE_S
    while not what():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def turns_of(report: CallReport, folder: Path) -> list[dict[str, Any]]:
    """What was said, heard and answered."""
    return join_turns(report.document["steps"], read_events(folder))


@pytest.fixture(scope="session")
def hotline(tmp_path_factory: pytest.TempPathFactory, sandbox: Sandbox) -> Iterator[Hotline]:
    folder = tmp_path_factory.mktemp("hotline")
    settings = for_trial(load_settings(ROOT / "config.yaml"), folder)
    # Callers who listen fast: the prompts take less of the tests' time.
    speech = settings.speech.copy(update={"rate": 2.0})
    security = settings.security.copy(update={"approval_wait_s": APPROVAL_WAIT_S})
    billers = {SANDBOX_BILLER: sandbox.url(SANDBOX_BILLER)}
    dialogue = settings.dialogue.copy(update={"answer_within_ms": ANSWER_WITHIN_MS})
    # Tests run at night too.
    risk = settings.risk.copy(update={"unusual_hour": None})
    changed = {
        "speech": speech,
        "security": security,
        "risk": risk,
        "billers": billers,
        "dialogue": dialogue,
    }
    settings = settings.copy(update=changed)
    seed_demonstration_bank(settings)
    with RunningService(settings, lambda line: None) as service:
        yield Hotline(settings, service, folder)
