"""`voicebot bank …`: what the bank's back office does every day."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Optional

import typer

from voicebot.commands import pending
from voicebot.config import load_settings
from voicebot.terminal import CONFIG, EXIT_FAILED, errors_for_staff, parse_day, print_findings

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="What the back office does every day.")
app.command()(pending.pending)
app.command()(pending.settle)
app.command()(pending.refund)

STATEMENTS = "statements"


@app.command()
def reconcile(
    day: Optional[str] = typer.Option(None, help="The business day, 2026-11-23; else yesterday."),
    config: Path = CONFIG,
) -> None:
    """Prove that ledger, vouchers, and the statements of billers and merchants agree; list what
    they gave no answer about.
    """
    from voicebot.bank import database, ledger, reconciliation, unanswered
    from voicebot.bank.business_day import business_day, keep_bank_time
    from voicebot.bank.statements import counterparties, read_statements

    with errors_for_staff():
        settings = load_settings(config)
        keep_bank_time(settings.bank.time_zone)
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
def backup(
    to: Path = typer.Option(..., "--to", help="A folder, best on another machine."),
    config: Path = CONFIG,
) -> None:
    """Copy the bank and its recordings while calls go on, and prove the copy."""
    from voicebot.operations.backup import back_up

    with errors_for_staff():
        done = back_up(load_settings(config), to)
        print_findings(done.findings)
        typer.echo(f"{to}: bank.db, {done.copied} new files of recordings")
        if done.findings:
            raise typer.Exit(EXIT_FAILED)
