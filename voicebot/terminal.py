"""How commands talk to people at a terminal: progress, JSON, calls, errors with a mend."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import typer

from voicebot.config import ConfigError

if TYPE_CHECKING:
    from voicebot.operations.accessibility import Verdict

EXIT_FAILED = 1

CONFIG = typer.Option(Path("config.yaml"), "--config", help="The installation's config.yaml.")
JSON = typer.Option(False, "--json", help="Print JSON instead of text.")


class StaffError(Exception):
    """A command cannot go on; the message says what to do."""


class Finding(Protocol):
    """Something that is wrong, and what to do about it."""

    @property
    def problem(self) -> str: ...

    @property
    def to_do(self) -> str: ...


@contextmanager
def errors_for_staff() -> Iterator[None]:
    """Turns the errors that have a mend into one line on stderr and exit code 1."""
    from voicebot.bank.errors import BankError
    from voicebot.dialogue.errors import DialogueError
    from voicebot.operations.accessibility import CheckFailed
    from voicebot.service import ServiceError
    from voicebot.speech.errors import SpeechError
    from voicebot.telephony.errors import TelephonyError

    known = (BankError, ConfigError, DialogueError, ServiceError, SpeechError, TelephonyError)
    try:
        yield
    except (*known, CheckFailed, StaffError) as error:
        typer.secho(f"voicebot: {error}", fg="red", err=True)
        raise typer.Exit(EXIT_FAILED) from error


def say(line: str) -> None:
    """One line of progress."""
    typer.echo(f"· {line}", err=True)


def print_json(document: Any) -> None:
    """One JSON document on one line, Chinese readable."""
    typer.echo(json.dumps(document, ensure_ascii=False))


def read_line(prompt: str) -> str | None:
    """The next line that is not empty; None at the end of the input."""
    while True:
        try:
            text = input(prompt).strip()
        except EOFError:
            return None
        if text:
            return text


def print_turn(document: dict[str, Any]) -> None:
    """One turn of a chat."""
    if document["heard"]:
        typer.secho(f"  heard {document['heard']} → {document['intent']}", dim=True)
    typer.secho(document["bot"], fg="green")
    keys = " ".join(f"{key}={message}" for key, message in document["keys"].items())
    typer.secho(
        f"  {document['state'] or 'open'} · listens for {document['listen']} {keys}", dim=True
    )


def print_step(step: dict[str, Any]) -> None:
    """One step of a scripted caller."""
    problem = step.get("error")
    if problem:
        typer.secho(f"✗ {problem}", fg="red", err=True)
    elif step["step"] in ("say", "keys"):
        typer.echo(f"{step['started_s']:7.1f} s  {step['step']:<5} {step['what']}")


def print_verdict(verdict: Verdict) -> None:
    """One requirement of a caller who cannot see, and what breaks it."""
    mark = "✗" if verdict.problems else "✓"
    typer.echo(f"{mark} A{verdict.number:<3} {verdict.requirement} ({verdict.tests} tests)")
    for sentence in verdict.problems:
        typer.secho(f"       {sentence}", fg="red")


def parse_day(text: str) -> date:
    """The day that staff wrote; StaffError says how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise StaffError(f"{text} is no day; write it like 2026-11-23") from None


def print_findings(findings: Iterable[Finding]) -> None:
    """Each problem and what to do about it."""
    for finding in findings:
        typer.secho(f"✗ {finding.problem}", fg="red")
        typer.echo(f"  → {finding.to_do}")
