"""`voicebot studio …`: recording the prompts: checks, takes, choice, coverage, whole sentences."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from voicebot.commands.bank_time import load_in_bank_time
from voicebot.config import Settings, load_settings
from voicebot.terminal import CONFIG, EXIT_FAILED, errors_for_staff, print_findings

if TYPE_CHECKING:
    from voicebot.studio.sound import Sound
    from voicebot.studio.studio import Studio

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="The prompt studio: record, check, choose, listen.")

LINE = "The words of the line, or its file name in `voicebot prompts --missing`."
SPEAKER = typer.Option(None, "--speaker", help="Whose reference tone the pitch is held against.")


@app.command()
def check(
    files: list[Path],
    text: Optional[str] = typer.Option(
        None, "--text", help="What is said, if the file is not named like its line."
    ),
    speaker: Optional[str] = SPEAKER,
    config: Path = CONFIG,
) -> None:
    """Hold takes (WAV, FLAC) against the rules; each finding says what to do."""
    from voicebot.studio.lines import line_of_file, texts_by_file
    from voicebot.studio.rules import Take, check_take
    from voicebot.studio.sound import read_sound

    with errors_for_staff():
        settings = load_settings(config)
        texts = texts_by_file(settings)
        reference_hz = _reference_hz(settings, speaker)
        wrong = 0
        for file in files:
            take = Take(read_sound(file), text or line_of_file(texts, file.stem), reference_hz)
            findings = check_take(take)
            wrong += bool(findings)
            typer.echo(f"{file}: {'to mend' if findings else 'good'}")
            print_findings(findings)
        if wrong:
            raise typer.Exit(EXIT_FAILED)


@app.command()
def reference(speaker: str, file: Path, config: Path = CONFIG) -> None:
    """Keep a take as the tone that this speaker's other takes are held against."""
    with errors_for_staff():
        pitch = _studio(load_settings(config)).speakers.keep(speaker, file)
        typer.echo(f"{speaker} speaks at {pitch:.0f} Hz")


@app.command()
def take(
    name: str = typer.Argument(..., help=LINE),
    file: Path = typer.Argument(..., help="WAV or FLAC of any rate."),
    by: str = typer.Option(..., "--by", help="Who speaks."),
    config: Path = CONFIG,
) -> None:
    """Keep a recording as a take: without hum, cut to the voice, as loud as the library."""
    from voicebot.studio.sound import read_sound

    with errors_for_staff():
        _keep(load_in_bank_time(config), name, read_sound(file), by)


@app.command()
def record(
    name: str = typer.Argument(..., help=LINE),
    by: str = typer.Option(..., "--by", help="Who speaks."),
    config: Path = CONFIG,
) -> None:
    """Record a line at the microphone and keep it as a take; it ends by itself."""
    from voicebot.speech.sound_card import sound_card
    from voicebot.studio import booth
    from voicebot.studio.lines import find_line

    with errors_for_staff():
        settings = load_in_bank_time(config)
        text = find_line(settings, name)
        instead = f"record elsewhere: voicebot studio take {name} FILE --by {by}"
        sounddevice = sound_card(booth.RATE_HZ, playback=False, instead=instead)
        typer.secho(text, bold=True)
        sound = booth.record(sounddevice, text, lambda line: typer.echo(f"\r{line}", nl=False))
        typer.echo()
        _keep(settings, name, sound, by)


@app.command()
def takes(name: str = typer.Argument(..., help=LINE), config: Path = CONFIG) -> None:
    """The takes of a line; the chosen one has a star."""
    with errors_for_staff():
        of_line = _studio(load_settings(config)).takes(name)
        for one in of_line.all():
            mark = "*" if one.chosen else " "
            broken = f"  to mend: {', '.join(one.broken)}" if one.broken else ""
            typer.echo(
                f"{mark} {one.number:>3}  {one.at}  {one.by}  {of_line.file(one.number)}{broken}"
            )
        if not of_line.all():
            typer.echo(f"no takes yet: voicebot studio record {name} --by NAME")


@app.command()
def choose(
    name: str = typer.Argument(..., help=LINE),
    number: int = typer.Argument(..., help="See `studio takes`."),
    config: Path = CONFIG,
) -> None:
    """Make a take the recording that callers hear; to undo it, choose another."""
    with errors_for_staff():
        _studio(load_in_bank_time(config)).takes(name).choose(number, datetime.now())
        typer.echo(
            f"take {number} is the recording; new calls hear it after: voicebot release --by NAME"
        )


@app.command()
def coverage(config: Path = CONFIG) -> None:
    """How many lines are recorded, stale (their wording changed) and synthetic (never recorded)."""
    from voicebot.studio.shares import shares

    with errors_for_staff():
        typer.echo(f"{'':<32}{'lines':>6}{'recorded':>10}{'stale':>7}{'synthetic':>11}")
        for share in shares(load_settings(config)):
            typer.echo(
                f"{share.place:<32}{share.total:>6}{share.recorded:>10}{share.stale:>7}"
                f"{share.synthetic:>11}   {share.percent:5.1f} %"
            )


@app.command("say")
def say_sentence(
    response: str = typer.Argument(..., help="A name in prompts/, like utter_balance."),
    values: Optional[list[str]] = typer.Argument(
        None, help="slot=value: 500元, 86.50元, 2026-11-25, 14:30, 13909510001, 6789, or words."
    ),
    out: Path = typer.Option(Path("said.wav"), "--out", help="Where the sound is written."),
    config: Path = CONFIG,
) -> None:
    """Write a whole sentence with its numbers as a caller hears it, in telephone quality."""
    from voicebot.studio.sentence import fill, write_as_heard

    with errors_for_staff():
        settings = load_in_bank_time(config)
        text = fill(settings.prompts, response, values or [], date.today())
        missing = write_as_heard(settings, response, text, out)
        typer.echo(f"{text}\n{out}")
        if missing:
            typer.echo(f"synthetic: {'、'.join(missing)}")


def _keep(settings: Settings, name: str, sound: Sound, by: str) -> None:
    studio = _studio(settings)
    kept, findings = studio.keep(studio.takes(name), sound, by, datetime.now())
    print_findings(findings)
    typer.echo(
        f"take {kept.number} is kept; to use it: voicebot studio choose {name} {kept.number}"
    )


def _reference_hz(settings: Settings, speaker: str | None) -> float | None:
    return _studio(settings).speakers.reference_hz(speaker) if speaker else None


def _studio(settings: Settings) -> Studio:
    from voicebot.studio.studio import Studio

    return Studio(settings)
