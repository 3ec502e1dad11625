"""`voicebot handover`: what a person reads who takes a call over."""

from __future__ import annotations

from pathlib import Path

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, JSON, errors_for_staff, print_json


def handover(
    call_id: str = typer.Argument(..., help="X-Call-Id of the INVITE, or as a list shows it."),
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """One page about a call: who, how surely known, what was said and done, what is open."""
    from voicebot.bank import database
    from voicebot.dialogue.actions.flows import load_flows
    from voicebot.operations.handover import hand_over

    with errors_for_staff():
        settings = load_settings(config)
        flows = load_flows(settings.nlu_data / "flows")
        with database.reading(settings.bank.database) as db:
            page = hand_over(db, settings.recordings, call_id, flows)
    if as_json:
        print_json({**vars(page), "began_at": page.began_at.isoformat(timespec="seconds")})
        return
    typer.echo(f"call {page.call_id}, since {page.began_at:%Y-%m-%d %H:%M:%S}")
    typer.echo(f"customer  {page.customer or 'nobody that we know'} ({page.known_by})")
    typer.echo(f"wanted    {', '.join(page.wanted) or 'nothing yet'}")
    for heading, lines in (("done", page.done), ("open", page.open)):
        for line in lines or ("nothing",):
            typer.echo(f"{heading:<9} {line}")
    for who, words in page.said:
        typer.echo(f"{who + ':':<9} {words}")
