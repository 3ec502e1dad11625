"""`voicebot studio …`: recording the prompts: checks, takes, choice, coverage, whole sentences."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional

import typer

from voicebot.config import Settings, load_settings
from voicebot.terminal import CONFIG, EXIT_FAILED, errors_for_staff, print_findings

if TYPE_CHECKING:
    from voicebot.studio.speakers import Speakers

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="The prompt studio: record, check, choose, listen.")

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
    from voicebot.studio.lines import texts_by_file
    from voicebot.studio.rules import Take, check_take
    from voicebot.studio.sound import read_sound

    with errors_for_staff():
        settings = load_settings(config)
        texts = texts_by_file(settings)
        reference_hz = _reference_hz(settings, speaker)
        wrong = 0
        for file in files:
            take = Take(read_sound(file), text or texts.get(file.stem), reference_hz)
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
        pitch = _speakers(load_settings(config)).keep(speaker, file)
        typer.echo(f"{speaker} speaks at {pitch:.0f} Hz")


def _reference_hz(settings: Settings, speaker: str | None) -> float | None:
    return _speakers(settings).reference_hz(speaker) if speaker else None


def _speakers(settings: Settings) -> Speakers:
    from voicebot.studio.speakers import Speakers

    return Speakers(settings.state_dir / "studio" / "speakers")
