"""`voicebot bench …`: what is measured, each figure by a command that anybody can run again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, JSON, errors_for_staff, print_json, say

app = typer.Typer(no_args_is_help=True, help="What is measured, by commands to run again.")


@app.command()
def demo(
    calls: int = typer.Option(10, min=1, help="How often the demonstration's calls are placed."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Measure first sound, keys, memory and success over many demonstration calls."""
    from voicebot.operations.benchmark import measure

    with errors_for_staff():
        _show(measure(load_settings(config), calls, say), as_json)


@app.command()
def ledger(
    entries: int = typer.Option(1_000_000, min=1_000, help="The last size that is measured."),
    seconds: float = typer.Option(5.0, min=0.5, help="How long payments are counted."),
    as_json: bool = JSON,
) -> None:
    """Count payments a second, and time balances and last entries as the ledger grows."""
    from voicebot.operations.ledger_benchmark import measure_ledger

    with errors_for_staff():
        _show(measure_ledger(entries, seconds, say), as_json)


def _show(figures: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
    else:
        _print_indented(figures, "")


def _print_indented(figures: Mapping[str, Any], indent: str) -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping):
            typer.echo(f"{indent}{name}")
            _print_indented(value, indent + "  ")
        else:
            typer.echo(f"{indent}{name:<34} {value}")
