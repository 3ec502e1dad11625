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


@app.command()
def latency(
    turns: int = typer.Option(200, min=1, help="How many spoken turns are measured at least."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Measure the first sound after speech and after keys at the caller's end, and its parts."""
    from voicebot.operations.latency import measure_latency

    with errors_for_staff():
        _show(measure_latency(load_settings(config), turns, say), as_json)


@app.command()
def calls(
    most: int = typer.Option(8, min=1, help="How many calls at once are tried at last."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Measure answers, processor and memory with more and more talking calls at once."""
    from voicebot.operations.capacity import measure_capacity

    with errors_for_staff():
        _show(measure_capacity(load_settings(config), most, say), as_json)


@app.command()
def pauses(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """Count the callers who are cut off when they stop to think inside a number."""
    from voicebot.operations.pauses import measure_pauses
    from voicebot.operations.targets import at_least, at_most

    with errors_for_staff():
        figures = measure_pauses(load_settings(config))
        callers, cut_off = figures["utterances_with_pauses"], figures["cut_off"]
        targets = {
            "callers who pause": at_least(100).line(callers),
            "of them cut off": at_most(0).line(cut_off),
        }
        _show({**figures, "targets": targets}, as_json)


@app.command()
def echo(
    minutes: float = typer.Option(10.0, min=0.5, help="How much echo is heard, for each seed."),
    seeds: int = typer.Option(1, min=1, help="How many times with other rooms and telephones."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Count how often the bot is stopped by its own echo, and the callers who are heard over it."""
    from voicebot.operations.echo import measure_echo

    with errors_for_staff():
        _show(measure_echo(load_settings(config), minutes, seeds), as_json)


@app.command()
def television(
    minutes: float = typer.Option(1.0, min=0.2, help="How long each call is; there are 14."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Count what voices in the room do to prompts, and the callers who are heard over both."""
    from voicebot.operations.television import measure_television

    with errors_for_staff():
        _show(measure_television(load_settings(config), minutes, say), as_json)


@app.command()
def interruptions(
    times: int = typer.Option(40, min=1, help="How often a prompt is interrupted at least."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Measure how soon the bot is silent when the caller speaks over it, at the caller's end."""
    from voicebot.operations.interruptions import measure_interruptions

    with errors_for_staff():
        _show(measure_interruptions(load_settings(config), times, say), as_json)


@app.command()
def dialogue(
    conversations: int = typer.Option(8, min=1, help="How many callers talk at once."),
    turns: int = typer.Option(400, min=8, help="How many turns are timed."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Time the dialogue alone, text in and turn out, with many callers at once."""
    from voicebot.operations.dialogue_benchmark import measure_dialogue

    with errors_for_staff():
        _show(measure_dialogue(load_settings(config), conversations, turns, say), as_json)


@app.command()
def releases(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """Release a model that differs while a caller is on the line; a minute for its training."""
    from voicebot.operations.release_benchmark import measure_releases

    with errors_for_staff():
        _show(measure_releases(load_settings(config), say), as_json)


@app.command()
def synonym(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """Write a phrase, train, pass the gate, release, and let a caller say it: seconds of each."""
    from voicebot.operations.synonym_benchmark import measure_synonym

    with errors_for_staff():
        _show(measure_synonym(load_settings(config), say), as_json)


@app.command()
def console(
    turns: int = typer.Option(100_000, min=100, help="How many turns are in the database."),
    opens: int = typer.Option(50, min=1, help="How often each page is opened."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Time the pages of the review desk with the turns of many calls in the database."""
    from voicebot.operations.console_benchmark import measure_console

    with errors_for_staff():
        _show(measure_console(load_settings(config), turns, opens, say), as_json)


def _show(figures: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        print_json(figures)
    else:
        _print_indented(figures, "")


def _print_indented(figures: Mapping[str, Any], indent: str) -> None:
    for name, value in figures.items():
        if isinstance(value, Mapping) and not all(isinstance(v, int) for v in value.values()):
            typer.echo(f"{indent}{name}")
            _print_indented(value, indent + "  ")
        elif isinstance(value, Mapping):
            columns = "  ".join(f"{key} {number:>5}" for key, number in value.items())
            typer.echo(f"{indent}{name:<24} {columns}")
        else:
            typer.echo(f"{indent}{name:<34} {value}")
