"""The commands with which staff find out what went wrong in calls and make it better."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voicebot.config import Settings, load_settings
from voicebot.terminal import CONFIG, EXIT_FAILED, StaffError, errors_for_staff, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from voicebot.quality.gate import Gate

BY = typer.Option(..., "--by", help="Your name, as voicebot staff list has it.")


def console(
    host: str = typer.Option("127.0.0.1", help="Where it listens; put TLS in front of it."),
    port: int = typer.Option(8580, help="Its port."),
    config: Path = CONFIG,
) -> None:
    """The review desk as web pages: turns that went badly, their sound, what was really said."""
    from voicebot.console.app import serve

    with errors_for_staff():
        settings = load_settings(config)
        say(f"the review desk is at http://{host}:{port}, Ctrl-C ends it")
        serve(settings, host, port)


def learn(
    apply: bool = typer.Option(False, "--apply", help="Change the files; without it only show."),
    config: Path = CONFIG,
) -> None:
    """What corrections of turns change in nlu_data/, as a diff to read before it is made."""
    from voicebot.bank import database
    from voicebot.quality import lessons, reviews
    from voicebot.quality.intents import load_intents

    with errors_for_staff():
        settings = load_settings(config)
        with database.reading(settings.bank.database) as db:
            corrections = reviews.corrections(db)
        frozen = lessons.frozen_sentences(settings.nlu_data)
        learnt = lessons.learn(corrections, load_intents(settings.nlu_data), frozen)
        typer.echo(learnt.diff(settings.nlu_data.parent), nl=False)
        for phrase, reason in learnt.left_out:
            say(f"not learnt: {phrase}: {reason}")
        if not learnt.phrases:
            say("nothing to learn")
        elif apply:
            learnt.apply()
            say(f"{len(learnt.phrases)} phrases learnt; now: voicebot gate")
        else:
            say(f"{len(learnt.phrases)} phrases; voicebot learn --apply writes them")


def gate(config: Path = CONFIG) -> None:
    """Is what stands in nlu_data/ and prompts/ better than what callers have now?"""
    from voicebot.quality.gate import run_gate

    with errors_for_staff():
        settings = load_settings(config)
        result = run_gate(settings, say)
        _show_gate(settings, result)
        if result.worse:
            raise typer.Exit(EXIT_FAILED)


def release(
    by: str = BY,
    despite: str = typer.Option("", help="Why what is worse is released; a lead's word."),
    config: Path = CONFIG,
) -> None:
    """Pass the gate, then give nlu_data/ and prompts/ to new calls; no call is dropped."""
    from voicebot.bank import database
    from voicebot.dialogue.training import train_if_changed
    from voicebot.quality import releases, staff
    from voicebot.quality.gate import run_gate

    with errors_for_staff():
        settings = load_settings(config)
        bank = database.open_existing(settings.bank.database, settings.rules)
        role = staff.LEAD if despite else None
        database.transaction(bank, lambda db: staff.named(db, by, role))
        result = run_gate(settings, say)
        _show_gate(settings, result)
        if result.worse and not despite:
            raise StaffError('worse is not released; a lead may: --despite "the reason" --by NAME')
        name = releases.keep(settings, train_if_changed(settings, say))
        facts = (name, by, datetime.now(), result.to_json(), despite)
        database.transaction(bank, lambda db: releases.release(db, *facts))
        typer.echo(f"new calls get {name}")


def rollback(by: str = BY, config: Path = CONFIG) -> None:
    """Give new calls the release before; calls on the line go on as they began."""
    from voicebot.bank import database
    from voicebot.quality import releases, staff

    with errors_for_staff():
        settings = load_settings(config)
        bank = database.open_existing(settings.bank.database, settings.rules)

        def go_back(db: Session) -> str:
            staff.named(db, by)
            return releases.roll_back(db, settings, by, datetime.now())

        typer.echo(f"new calls get {database.transaction(bank, go_back)}")


def list_releases(config: Path = CONFIG) -> None:
    """What is live, what a rollback would give, then all releases: when, by whom, despite what."""
    from voicebot.bank import database
    from voicebot.quality import releases

    with errors_for_staff(), database.reading(load_settings(config).bank.database) as db:
        history, standing = releases.history(db), releases.standing(db)
    if not history:
        typer.echo("no release yet: callers get what stands in nlu_data/ and prompts/")
        return
    live = history[0]
    typer.echo(f"live: {live.model}, since {live.at:%Y-%m-%d %H:%M}, by {live.by}")
    before = standing[-2] if len(standing) > 1 else None
    told = f"{before.model}, released {before.at:%Y-%m-%d %H:%M}" if before else "nothing to go to"
    typer.echo(f"a rollback would give new calls: {told}")
    for one in history:
        typer.echo(f"{one.at:%Y-%m-%d %H:%M}\t{one.model}\t{one.by}\t{one.despite}")


def _show_gate(settings: Settings, result: Gate) -> None:
    from voicebot.quality.gate import changed_confusions, write_report

    typer.echo(f"{'':<24}{'before':>8}{'after':>8}")
    for name, after in result.after.figures.items():
        typer.echo(f"{name:<24}{result.before.figures[name]:>8.1f}{after:>8.1f}")
    still = (f"still broken: {line}" for line in result.still_broken)
    for line in [*changed_confusions(result), *still, *(f"✗ {line}" for line in result.worse)]:
        typer.echo(line)
    folder = settings.state_dir / "gate" / result.after.name
    typer.echo(f"picture: {write_report(result, folder)}")
