"""`voicebot report …`: what happened in the calls, for staff and for a spreadsheet."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, errors_for_staff, parse_day

app = typer.Typer(no_args_is_help=True, help="What happened in the calls, from the database.")


@app.callback()
def _several_commands() -> None:
    """Keeps `week` a word of its own while it is the only command."""


@app.command()
def week(
    of: str = typer.Option("", "--of", help="A day of the week, like 2026-11-23; else this week."),
    as_csv: bool = typer.Option(False, "--csv", help="A table for a spreadsheet, not a page."),
    out: Path = typer.Option(Path("var/reports"), "--out", help="Folder for the file."),
    config: Path = CONFIG,
) -> None:
    """What callers want, hour by hour; completion and funnel by flow; times; version by version."""
    from voicebot.bank import database
    from voicebot.dialogue.actions.flows import load_flows
    from voicebot.quality.week import week_of
    from voicebot.quality.week_page import write_csv, write_page
    from voicebot.speech.wording import load_responses

    with errors_for_staff():
        settings = load_settings(config)
        day = parse_day(of) if of else date.today()
        first = day - timedelta(days=day.weekday())
        with database.reading(settings.bank.database) as db:
            found = week_of(db, first, load_flows(settings.nlu_data / "flows"))
        path = out / f"week-{first}.{'csv' if as_csv else 'html'}"
        if as_csv:
            write_csv(found, path)
        else:
            wording = {name: texts[0] for name, texts in load_responses(settings.prompts).items()}
            write_page(found, wording, path)
        typer.echo(path)
