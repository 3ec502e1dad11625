"""`voicebot staff …`: who may log in to the console, act by name and answer for a release."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import typer

from voicebot.commands.bank_time import load_in_bank_time
from voicebot.config import load_settings
from voicebot.terminal import CONFIG, StaffError, errors_for_staff

app = typer.Typer(no_args_is_help=True, help="Who may log in to the console, and act by name.")

NAME_LENGTH = 40


@app.command()
def add(
    name: str,
    role: str = typer.Option("reviewer", help="reviewer, or lead: may release what is worse."),
    config: Path = CONFIG,
) -> None:
    """A new member, or a new password for one; it is asked for, or read from a pipe."""
    from voicebot.bank import database, staff

    with errors_for_staff():
        if role not in staff.ROLES:
            raise StaffError(f"--role {role}: write {' or '.join(staff.ROLES)}")
        if not 0 < len(name.strip()) <= NAME_LENGTH:
            raise StaffError(f"write a name of at most {NAME_LENGTH} signs")
        settings = load_in_bank_time(config)
        bank = database.open_existing(settings.bank.database, settings.rules)
        password = _password()
        database.transaction(
            bank, lambda db: staff.add(db, name.strip(), role, password, datetime.now())
        )
        typer.echo(f"{name.strip()} may log in as {role}")


@app.command()
def remove(name: str, config: Path = CONFIG) -> None:
    """Somebody who logs in no more; what they did stays under their name."""
    from voicebot.bank import database, staff

    with errors_for_staff():
        settings = load_settings(config)
        bank = database.open_existing(settings.bank.database, settings.rules)
        database.transaction(bank, lambda db: staff.remove(db, name))
        typer.echo(f"{name} may log in no more")


@app.command("list")
def list_(config: Path = CONFIG) -> None:
    """Everybody who may log in."""
    from voicebot.bank import database, staff

    with errors_for_staff(), database.reading(load_settings(config).bank.database) as db:
        for member in staff.everybody(db):
            typer.echo(f"{member.name}\t{member.role}\tsince {member.at:%Y-%m-%d}")


def _password() -> str:
    if sys.stdin.isatty():
        return str(typer.prompt("password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\n")
