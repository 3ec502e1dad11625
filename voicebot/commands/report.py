"""`voicebot report …`: what happened in the calls, for staff and for a spreadsheet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import typer

from voicebot.commands.bank_time import load_in_bank_time
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
    from voicebot.quality.intents import load_intents
    from voicebot.quality.week import week_of
    from voicebot.quality.week_page import monday, week_csv, week_page
    from voicebot.speech.wording import first_texts

    with errors_for_staff():
        settings = load_in_bank_time(config)
        first = monday(parse_day(of) if of else date.today())
        with database.reading(settings.bank.database) as db:
            found = week_of(db, first, load_flows(settings.nlu_data / "flows"))
        if as_csv:
            # Excel takes a file for UTF-8 by its mark.
            file, text, encoding = f"week-{first}.csv", week_csv(found), "utf-8-sig"
        else:
            wording, intents = first_texts(settings.prompts), load_intents(settings.nlu_data)
            file, text, encoding = f"week-{first}.html", week_page(found, wording, intents), "utf-8"
        out.mkdir(parents=True, exist_ok=True)
        (out / file).write_text(text, encoding=encoding, newline="")
        typer.echo(out / file)
