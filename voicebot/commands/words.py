"""`voicebot words …`: words that the recogniser is to hear, and what they change."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, StaffError, errors_for_staff, say

# Typer reads these annotations at run time, so they keep the spelling it understands.
# ruff: noqa: UP045

app = typer.Typer(no_args_is_help=True, help="Words that the recogniser is to hear.")

CALLERS = Path("audio") / "callers"


@app.command()
def add(
    word: str = typer.Argument(..., help="A product, a street, a payee's name."),
    pinyin: Optional[str] = typer.Option(
        None, "--pinyin", help="How it is said, without tones, if not as the program thinks."
    ),
    samples: int = typer.Option(100, min=1, help="How many sample callers are heard to compare."),
    config: Path = CONFIG,
) -> None:
    """Let the recogniser hear the word as well, and measure what that changes."""
    from voicebot.laboratory.new_words import measure_effect
    from voicebot.speech.graph.pronunciation import pinyin_of
    from voicebot.speech.new_words import load_new_words, model_of, model_with, write_new_word
    from voicebot.speech.recognizer import SpeechModel

    with errors_for_staff():
        settings = load_settings(config)
        if SpeechModel(settings.speech.model).knows(word):
            raise StaffError(f"it hears “{word}” already; write it into a phrase or a list")
        said = pinyin or pinyin_of(word)
        before = model_of(settings)
        after = model_with(settings, load_new_words(settings.nlu_data) | {word: said})
        say(f"{word} is said {said}; if not, say it again with --pinyin")
        callers = settings.root / CALLERS
        effect = measure_effect(settings, (before, after), word, callers, samples, say)
        typer.echo(f"{'':<36}{'before':>8}{'after':>8}")
        right = f"right of {effect.sentences} sample callers"
        typer.echo(f"{right:<36}{effect.right[0]:>8}{effect.right[1]:>8}")
        for how, (earlier, now) in effect.heard.items():
            typer.echo(
                f"{how}, by the synthetic voice: heard before {earlier or '–'}, now {now or '–'}"
            )
        file = write_new_word(settings.nlu_data, word, said)
    typer.echo(f"written in {file}; remove the line to take it back")
    typer.echo("new calls hear it after: voicebot release --by NAME")


@app.command("list")
def list_words(config: Path = CONFIG) -> None:
    """The words that staff added, and how they are said."""
    from voicebot.speech.new_words import load_new_words

    with errors_for_staff():
        settings = load_settings(config)
        words = load_new_words(settings.nlu_data)
    for word, pinyin in words.items():
        typer.echo(f"{word}\t{pinyin}")
    typer.echo(f"{len(words)} words added to {settings.speech.model}")
