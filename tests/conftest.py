"""How the tests are shared out to processes; a sandbox of its own, asked over real HTTP."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from argon2 import PasswordHasher

from voicebot.bank import authentication

TESTS = Path(__file__).parent
# Folders whose tests share something that takes long to start: the service, a walk, a server.
TOGETHER = {"accessibility", "bank", "calls", "laboratory", "telephony"}

# A file system in memory, where there is one, and the bytes that a run may leave in it.
MEMORY, MEMORY_NEEDED = Path("/dev/shm"), 4 * 2**30

SLOW_S = 4.0
WITHIN_S = 0.5


def pytest_configure() -> None:
    """What protects a bank and costs time thousands of times here is done cheaply.

    PINs have hashes as weak as Argon2 allows, and banks write through to memory, not to the disk.
    """
    authentication.hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > MEMORY_NEEDED:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share something stay in one process, the others of a file do (`--dist loadgroup`)."""
    for item in items:
        file = item.path.relative_to(TESTS)
        if len(file.parts) == 1 or item.get_closest_marker("xdist_group"):
            continue  # commands: each is a process of its own; and files that say so themselves
        group = file.parts[0] if file.parts[0] in TOGETHER else str(file)
        # Every bank on SQLite first or on PostgreSQL first: not two servers by turns.
        database = item.callspec.params.get("banks", "") if hasattr(item, "callspec") else ""
        item.add_marker(pytest.mark.xdist_group(f"{group} {database}"))


@pytest.fixture(autouse=True)
def _local_time() -> Iterator[None]:
    """Commands keep the bank's time; tests share a process."""
    before = os.environ.get("TZ")
    yield
    if os.environ.get("TZ") != before:
        os.environ.pop("TZ") if before is None else os.environ.update(TZ=before)
        time.tzset()


@dataclass
class Sandbox:
    """`url` of a counterparty, its faults and its statements."""

    root: str
    statements: Path

    def url(self, name: str) -> str:
        return f"{self.root}/{name}"

    def has_contract(self, name: str, number: str, due_fen: int) -> None:
        document = {"address": "鼓楼街十二号", "due_fen": due_fen}
        httpx.put(f"{self.url(name)}/contracts/{number}", json=document).raise_for_status()

    def next_fault(self, name: str, what: str, fault: str, times: int = 1) -> None:
        document = {"fault": fault, "times": times}
        httpx.put(f"{self.url(name)}/faults/{what}", json=document).raise_for_status()

    def statement(self, name: str) -> list[list[str]]:
        """The lines of the counterparty's statements, without the heading."""
        files = sorted(self.statements.glob(f"{name}-*.csv"))
        return [line.split(",") for f in files for line in f.read_text().splitlines()[1:]]


@pytest.fixture(scope="session")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    statements = tmp_path_factory.mktemp("statements")
    command = [sys.executable, "-m", "voicebot.cli", "sandbox", "--port", "0"]
    command += ["--statements", str(statements), "--slow-s", str(SLOW_S)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    ready = process.stdout.readline()
    assert ready.startswith("ready: "), ready
    yield Sandbox(ready.removeprefix("ready: ").strip(), statements)
    process.kill()  # what it wrote is in its files; connections are not waited for
    process.wait()
