"""`voicebot vouchers …`: the evidence for every movement of money."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from voicebot.config import load_settings
from voicebot.terminal import (
    CONFIG,
    EXIT_FAILED,
    StaffError,
    errors_for_staff,
    parse_day,
    print_findings,
)

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="The evidence for every movement of money.")


@app.command()
def verify(
    seal: Optional[str] = typer.Option(
        None, help="NUMBER:HASH that an earlier verify printed: proves that none was cut off since."
    ),
    recordings: bool = typer.Option(True, help="Check the recordings against their hashes too."),
    config: Path = CONFIG,
) -> None:
    """Prove that no voucher is missing or changed, nor its entry, nor its recording."""
    from voicebot.bank import database, reconciliation, vouchers
    from voicebot.operations import sealed_recordings

    with errors_for_staff():
        settings = load_settings(config)
        try:
            expected = vouchers.Seal.from_text(seal) if seal else None
        except ValueError:
            raise StaffError(f"--seal {seal}: write NUMBER:HASH as verify printed it") from None
        with database.reading(settings.bank.database) as db:
            findings = reconciliation.find_faults(db, expected)
            if recordings:
                findings += sealed_recordings.find_faults(db, settings.recordings)
            last = vouchers.last_seal(db)
        print_findings(findings)
        if last:
            typer.echo(f"seal {last} (keep it outside this machine)")
        typer.echo(f"{last.number if last else 0} vouchers, {len(findings) or 'no'} problems")
        if findings:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def show(number: int, config: Path = CONFIG) -> None:
    """One voucher: what was said, what moved, and where to listen."""
    from voicebot.bank import database, vouchers
    from voicebot.operations import sealed_recordings
    from voicebot.operations.voucher_export import describe

    with errors_for_staff():
        settings = load_settings(config)
        with database.reading(settings.bank.database) as db:
            sealed = vouchers.sealed_record(db, number)
            last = vouchers.last_seal(db)
            if sealed is None:
                count = last.number if last else 0
                raise StaffError(f"there is no voucher {number}; the last is {count}")
            recording = sealed_recordings.find(db, settings.recordings, sealed.record.call_id)
        typer.echo(describe(sealed, recording))


@app.command()
def export(
    out: Path = typer.Option(..., help="FILE.csv to read, FILE.jsonl to prove the chain."),
    first: Optional[str] = typer.Option(None, "--from", help="First day, 2026-11-23."),
    last: Optional[str] = typer.Option(None, "--to", help="Last day."),
    config: Path = CONFIG,
) -> None:
    """Write vouchers to a file."""
    from voicebot.bank import database, vouchers
    from voicebot.bank.business_day import begins, ends
    from voicebot.operations.voucher_export import write_csv, write_json_lines

    with errors_for_staff():
        settings = load_settings(config)
        writers = {".csv": write_csv, ".jsonl": write_json_lines}
        if out.suffix not in writers:
            raise StaffError(f"--out {out}: let the name end in .csv or .jsonl")
        since = begins(parse_day(first)) if first else None
        until = ends(parse_day(last)) if last else None
        with database.reading(settings.bank.database) as db:
            count = writers[out.suffix](vouchers.sealed_records(db, since, until), out)
        typer.echo(f"{count} vouchers in {out}")
