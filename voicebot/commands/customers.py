"""`voicebot customers …`: cards that are locked for the telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicebot.commands.deed import BY, do_in_bank
from voicebot.config import load_settings
from voicebot.terminal import CONFIG, errors_for_staff

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from voicebot.bank.tables import Card

app = typer.Typer(no_args_is_help=True, help="Cards that are locked for the telephone.")

TAIL = typer.Argument(..., metavar="CARD-TAIL", help="The last digits of the card.")


@app.command()
def unlock(tail: str = TAIL, by: str = BY, config: Path = CONFIG) -> None:
    """Open the telephone channel again, after the customer has shown who they are."""
    from voicebot.bank import authentication

    _change(authentication.unlock, "unlocked", tail, by, config)


@app.command()
def lock(tail: str = TAIL, by: str = BY, config: Path = CONFIG) -> None:
    """Close the telephone channel, in calls on the line too, from now on."""
    from voicebot.bank import authentication

    _change(authentication.lock, "locked", tail, by, config)


@app.command()
def history(tail: str = TAIL, config: Path = CONFIG) -> None:
    """Wrong PINs, locks and unlocks of the card, and who did them."""
    from voicebot.bank import authentication, database

    with (
        errors_for_staff(),
        database.reading(load_settings(config).bank.database) as db,
    ):
        events = authentication.history(db, authentication.card_by_tail(db, tail))
        if not events:
            typer.echo("no wrong PIN, no lock")
        for event in events:
            typer.echo(f"{event.at:%Y-%m-%d %H:%M:%S}  {event.event:<8}  {event.by}")


def _change(
    change: Callable[[Session, Card, str, datetime], None],
    done: str,
    tail: str,
    by: str,
    config: Path,
) -> None:
    from voicebot.bank import authentication

    def work(db: Session, now: datetime) -> None:
        change(db, authentication.card_by_tail(db, tail), by, now)

    with errors_for_staff():
        do_in_bank(config, by, work)
        typer.echo(f"the card that ends with {tail[-4:]} is {done} for the telephone")
