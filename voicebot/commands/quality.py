"""The commands with which staff find out what went wrong in calls and make it better."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from voicebot.commands.bank_time import load_in_bank_time
from voicebot.commands.deed import BY
from voicebot.config import Settings, load_settings
from voicebot.terminal import CONFIG, EXIT_FAILED, StaffError, errors_for_staff, say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from voicebot.quality.gate import Gate


# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045


def console(
    host: str = typer.Option("127.0.0.1", help="Where it listens; put TLS in front of it."),
    port: int = typer.Option(8580, help="Its port."),
    config: Path = CONFIG,
) -> None:
    """Web pages for staff: turns that went badly and their sound, the week, the studio."""
    from voicebot.console.app import serve

    with errors_for_staff():
        settings = load_in_bank_time(config)
        say(f"the console is at http://{host}:{port}, Ctrl-C ends it")
        serve(settings, host, port)


def learn(
    accept: Optional[list[int]] = typer.Option(None, help="The number of a change to make."),
    apply: bool = typer.Option(False, "--apply", help="Make all of them."),
    config: Path = CONFIG,
) -> None:
    """What corrections of turns change in nlu_data/: phrases, sounds of the accent, words."""
    from voicebot.bank import database
    from voicebot.quality import lessons, reviews
    from voicebot.speech.recognizer import SpeechModel

    with errors_for_staff():
        settings = load_settings(config)
        with database.reading(settings.bank.database) as db:
            corrections = reviews.corrections(db)
        ear = SpeechModel.load(settings)
        learnt = lessons.learn(
            corrections, settings.nlu_data, lambda text: ear.split(text) is not None
        )
        typer.echo(learnt.diff(settings.nlu_data.parent), nl=False)
        for number, lesson in enumerate(learnt.lessons, 1):
            say(f"{number}  {lesson.kind}  {lesson.told}")
        for one in learnt.left_out:
            say(f"not learnt: {one.said}: {one.reason}")
        everything = range(1, len(learnt.lessons) + 1)
        accepted = everything if apply else [n for n in accept or () if n in everything]
        if not learnt.lessons:
            say("nothing to learn")
        elif accepted:
            learnt.apply(accepted)
            say(f"{len(accepted)} of {len(everything)} changes made; now: voicebot gate")
        else:
            say("voicebot learn --accept NUMBER makes one of them, --apply all")


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
    from voicebot.bank import database, staff
    from voicebot.dialogue.training import train_if_changed
    from voicebot.quality import releases
    from voicebot.quality.gate import run_gate

    with errors_for_staff():
        settings = load_in_bank_time(config)
        bank = database.open_existing(settings.bank.database, settings.rules)
        role = staff.LEAD if despite else None
        database.transaction(bank, lambda db: staff.named(db, by, role))
        result = run_gate(settings, say)
        _show_gate(settings, result)
        if result.worse and not despite:
            raise StaffError('worse is not released; a lead may: --despite "the reason" --by NAME')
        name = releases.keep(settings, train_if_changed(settings, say))
        facts = (name, by, datetime.now(), result.to_json(), despite, releases.spoken(settings))
        database.transaction(bank, lambda db: releases.release(db, *facts))
        typer.echo(f"new calls get {name}")


def rollback(by: str = BY, config: Path = CONFIG) -> None:
    """Give new calls the release before; calls on the line go on as they began."""
    from voicebot.bank import database, staff
    from voicebot.quality import releases

    with errors_for_staff():
        settings = load_in_bank_time(config)
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
        typer.echo("no release yet: callers get what stood in the files when the service started")
        return
    live = history[0]
    typer.echo(f"live: {live.model}, since {live.at:%Y-%m-%d %H:%M}, by {live.by}")
    before = standing[-2] if len(standing) > 1 else None
    told = f"{before.model}, released {before.at:%Y-%m-%d %H:%M}" if before else "nothing to go to"
    typer.echo(f"a rollback would give new calls: {told}")
    for one in history:
        typer.echo(f"{one.at:%Y-%m-%d %H:%M}\t{one.model}\t{one.by}\t{one.despite}")


def _show_gate(settings: Settings, result: Gate) -> None:
    from voicebot.quality.gate import folder_of
    from voicebot.quality.gate_report import changed_confusions, write_report

    typer.echo(f"{'':<24}{'before':>8}{'after':>8}")
    for name, after in result.after.figures.items():
        typer.echo(f"{name:<24}{result.before.figures[name]:>8.1f}{after:>8.1f}")
    still = [f"still broken: {line}" for line in result.still_broken]
    still += [f"still wrong: {line}" for line in result.still_wrong]
    for line in [*changed_confusions(result), *still, *(f"✗ {line}" for line in result.worse)]:
        typer.echo(line)
    picture = write_report(result, folder_of(settings, result.after.name))
    typer.echo(f"picture: {picture}")
