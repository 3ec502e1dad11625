"""`voicebot limits …`: requests for a temporary credit card limit, and what staff decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicebot.commands.deed import BY_APPROVER, do_in_bank
from voicebot.config import load_settings
from voicebot.terminal import CONFIG, JSON, errors_for_staff, print_json

if TYPE_CHECKING:
    from voicebot.bank.limit_requests import Decision

app = typer.Typer(no_args_is_help=True, help="Requests for a temporary credit card limit.")

NUMBER = typer.Argument(..., help="The request's number, as `list` shows it.")


@app.command("list")
def list_waiting(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """Requests that nobody has decided, the oldest first."""
    from voicebot.bank import database, limit_requests

    with errors_for_staff():
        bank = database.open_database(load_settings(config).bank.database)
        with bank.begin() as db:
            waiting = limit_requests.waiting(db)
            for wish, card, customer in waiting:
                document = {
                    "number": wish.number,
                    "customer": customer.name,
                    "card": card.number[-4:],
                    "limit_fen": card.limit_fen,
                    "wanted_fen": wish.limit_fen,
                    "until": wish.until.isoformat(),
                    "requested_at": wish.requested_at.isoformat(),
                }
                if as_json:
                    print_json(document)
                else:
                    typer.echo("\t".join(str(value) for value in document.values()))
        if not waiting and not as_json:
            typer.echo("nothing waits")


@app.command()
def approve(number: str = NUMBER, by: str = BY_APPROVER, config: Path = CONFIG) -> None:
    """Give the limit; the customer is told by SMS."""
    _decide(config, number, "approved", by)


@app.command()
def refuse(number: str = NUMBER, by: str = BY_APPROVER, config: Path = CONFIG) -> None:
    """Leave the limit as it is; the customer is told by SMS."""
    _decide(config, number, "refused", by)


def _decide(config: Path, number: str, decision: Decision, by: str) -> None:
    from voicebot.bank import limit_requests

    with errors_for_staff():
        do_in_bank(config, by, lambda db, now: limit_requests.decide(db, number, decision, by, now))
        typer.echo(f"{number} {decision} by {by}")
