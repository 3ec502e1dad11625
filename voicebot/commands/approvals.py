"""`voicebot approvals …`: the second person for transfers above the limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicebot.commands.deed import BY_APPROVER, do_in_bank
from voicebot.config import load_settings
from voicebot.terminal import CONFIG, JSON, errors_for_staff, print_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from voicebot.bank.tables import Approval

app = typer.Typer(no_args_is_help=True, help="The second person for transfers above the limit.")


@app.command("list")
def list_waiting(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """What waits for a decision, the longest first; a caller may be on the line."""
    from voicebot.bank import approvals, database

    with (
        errors_for_staff(),
        database.reading(load_settings(config).bank.database) as db,
    ):
        waiting = [approvals.described(db, approval) for approval in approvals.waiting(db)]
        for one in waiting:
            if as_json:
                print_json(one)
            else:
                typer.echo(
                    f"{one['id']:>6}  {one['asked_at']}  {one['customer']} → {one['payee']} "
                    f"({one['bank']}, tail {one['tail']})  {one['amount']}  call {one['call']}"
                )
        if not waiting and not as_json:
            typer.echo("nothing waits")


@app.command()
def approve(number: int, by: str = BY_APPROVER, config: Path = CONFIG) -> None:
    """Allow the transfer: it is made now, and the caller is told."""
    from voicebot.bank import approvals

    _decide(approvals.approve, number, by, config)


@app.command()
def refuse(number: int, by: str = BY_APPROVER, config: Path = CONFIG) -> None:
    """Do not allow it: nothing moves, and the caller is told."""
    from voicebot.bank import approvals

    _decide(approvals.refuse, number, by, config)


def _decide(
    decide: Callable[[Session, int, str, datetime], Approval], number: int, by: str, config: Path
) -> None:
    with errors_for_staff():
        state = do_in_bank(config, by, lambda db, now: str(decide(db, number, by, now).state))
        typer.echo(f"approval {number} is {state}")
