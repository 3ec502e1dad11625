"""A sandbox in a process of its own, asked over real HTTP."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

SLOW_S = 1.0
WITHIN_S = 0.5


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
    process.terminate()
    process.wait(10)
