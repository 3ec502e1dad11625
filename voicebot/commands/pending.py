"""`voicebot bank pending`, `settle`, `refund`: what a biller or merchant gives no answer about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicebot.commands.bank_time import load_in_bank_time
from voicebot.commands.deed import BY_APPROVER, do_in_bank
from voicebot.terminal import CONFIG, JSON, StaffError, errors_for_staff, print_json

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from voicebot.bank.instructions import Decision

REASON = typer.Option(..., "--reason", help="How you know; it stands in the voucher.")
# What fits into the voucher.
REASON_LENGTH = 200
THEIR_NUMBER = typer.Option("", "--number", help="Their own number for it, if they have one.")


def pending(as_json: bool = JSON, config: Path = CONFIG) -> None:
    """What has no answer yet: since when, how much, from whom, and what to do about it."""
    from voicebot.bank import database, unanswered
    from voicebot.bank.finding import yuan

    with errors_for_staff():
        settings = load_in_bank_time(config)
        with database.reading(settings.bank.database, settings.rules) as db:
            listed = unanswered.listed(db, datetime.now())
    for one in listed:
        if as_json:
            print_json({**vars(one), "since": one.since.isoformat(timespec="seconds")})
            continue
        typer.secho(
            f"{one.id:>6}  since {one.since:%Y-%m-%d %H:%M}  {one.counterparty} ({one.kind})  "
            f"{one.about}  {yuan(one.amount_fen)}  {one.customer}  call {one.call_id}",
            fg="red" if one.for_staff else None,
        )
        typer.echo(f"        → {one.to_do}")
    if not listed and not as_json:
        typer.echo("nothing waits for an answer")


def settle(
    number: int,
    by: str = BY_APPROVER,
    reason: str = REASON,
    their_number: str = THEIR_NUMBER,
    config: Path = CONFIG,
) -> None:
    """They did it: their money reaches them, a cancelled order's comes back."""
    from voicebot.bank import unanswered

    def decide(db: Session, decision: Decision, now: datetime) -> None:
        unanswered.settle(db, number, decision, now, their_number)

    _end(decide, by, reason, config)
    typer.echo(f"{number} is settled by {by}")


def refund(number: int, by: str = BY_APPROVER, reason: str = REASON, config: Path = CONFIG) -> None:
    """They did not do it: the money goes back, an order that was not cancelled stays."""
    from voicebot.bank import unanswered

    def decide(db: Session, decision: Decision, now: datetime) -> None:
        unanswered.refund(db, number, decision, now)

    _end(decide, by, reason, config)
    typer.echo(f"{number} is refunded by {by}")


def _end(
    decide: Callable[[Session, Decision, datetime], None], by: str, reason: str, config: Path
) -> None:
    from voicebot.bank.instructions import Decision

    with errors_for_staff():
        if not 1 <= len(reason.strip()) <= REASON_LENGTH:
            raise StaffError(f"write a reason of at most {REASON_LENGTH} characters")
        decision = Decision(by, reason.strip())
        do_in_bank(config, by, lambda db, now: decide(db, decision, now))
