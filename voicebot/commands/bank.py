"""`voicebot bank …`: what the bank's back office does every day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Optional

import typer

from voicebot.commands import pending
from voicebot.commands.bank_time import load_in_bank_time
from voicebot.config import load_settings
from voicebot.terminal import (
    CONFIG,
    EXIT_FAILED,
    JSON,
    errors_for_staff,
    parse_day,
    print_findings,
    print_json,
)

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="What the back office does every day.")
app.command()(pending.pending)
app.command()(pending.settle)
app.command()(pending.refund)

STATEMENTS = "statements"
WHAT_NOW = """What now:
1. What was done after that is not here: `voicebot bank reconcile --day DAY` for each day since then
   lists what billers and merchants booked; the auditor decides about it.
2. Loss reports and locked cards of that time are not here either: its recordings name them.
3. `voicebot serve`: what was pending is asked after, SMS that were waiting may be sent twice."""


@app.command()
def reconcile(
    day: Optional[str] = typer.Option(None, help="The business day, 2026-11-23; else yesterday."),
    config: Path = CONFIG,
) -> None:
    """Prove that ledger, vouchers, and the statements of billers and merchants agree; list what
    they gave no answer about.
    """
    from voicebot.bank import database, ledger, reconciliation, unanswered
    from voicebot.bank.business_day import business_day
    from voicebot.bank.statements import counterparties, read_statements

    with errors_for_staff():
        settings = load_in_bank_time(config)
        one_day = timedelta(days=1)
        wanted = parse_day(day) if day else business_day(datetime.now()) - one_day
        folder = settings.state_dir / STATEMENTS
        lines = [
            line
            for dated in (wanted - one_day, wanted, wanted + one_day)
            for line in read_statements(folder, dated)
        ]
        with database.reading(settings.bank.database, settings.rules) as db:
            findings = reconciliation.find_faults(db)
            findings += unanswered.findings(db, datetime.now())
            findings += reconciliation.reconcile(db, wanted, lines, counterparties(folder))
            turnover = ledger.turnover(db, wanted)
        print_findings(findings)
        typer.echo(
            f"{wanted}: {turnover.entries} entries, {turnover.vouchers} of them with vouchers, "
            f"{len(lines)} statement lines, {len(findings) or 'no'} differences"
        )
        if findings:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def risks(
    since: Optional[str] = typer.Option(None, help="A business day, 2026-11-23; else this week."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """What the risk rules sent to a person instead of doing it, the newest first."""
    from voicebot.bank import database, risk_notes
    from voicebot.bank.business_day import begins, business_day

    with errors_for_staff():
        settings = load_in_bank_time(config)
        first = parse_day(since) if since else business_day(datetime.now()) - timedelta(days=6)
        with database.reading(settings.bank.database) as db:
            notes = risk_notes.since(db, begins(first))
    for note, customer in notes:
        document = {
            "at": note.at.isoformat(sep=" ", timespec="seconds"),
            "customer": customer.name,
            "call": note.call_id,
            "reasons": note.reasons,
        }
        if as_json:
            print_json(document)
        else:
            typer.echo("  ".join(document.values()))
    if not notes and not as_json:
        typer.echo(f"the risk rules caught nothing since {first}")


@app.command()
def backup(
    to: Path = typer.Option(..., "--to", help="A folder, best on another machine."),
    config: Path = CONFIG,
) -> None:
    """Copy the bank, its recordings and releases while calls go on, and prove the copy."""
    from voicebot.operations.backup import back_up

    with errors_for_staff():
        done = back_up(load_settings(config), to)
        print_findings(done.findings)
        typer.echo(f"{to}: bank.db, {done.copied} new files of recordings")
        if done.findings:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def restore(
    folder: Path = typer.Argument(..., help="What `bank backup --to` wrote."),
    config: Path = CONFIG,
) -> None:
    """Make the bank of config.yaml from a backup, where there is none, and prove it."""
    from voicebot.bank import database
    from voicebot.operations.restore import restore as restore_from

    with errors_for_staff():
        settings = load_settings(config)
        done = restore_from(settings, folder)
        print_findings(done.findings)
        where, until = database.shown(settings.bank.database), done.last_entry or "nothing"
        typer.echo(f"{where}: everything up to {until}, {done.copied} files of recordings")
        typer.echo(f"seal {done.seal}: compare it with the last one that you keep elsewhere")
        typer.echo(WHAT_NOW)
        if done.findings:
            raise typer.Exit(EXIT_FAILED)
