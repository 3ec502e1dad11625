"""`voicebot words …`: words that the recogniser is to hear, and what they change."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Optional

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, errors_for_staff, say

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
    """Make a recognition model that hears the word as well, and measure what that changes."""
    from voicebot.laboratory.new_words import measure_effect
    from voicebot.speech.graph.new_words import added_words, make_model
    from voicebot.speech.graph.pronunciation import pinyin_of

    with errors_for_staff():
        settings = load_settings(config)
        made_from, words = added_words(settings.speech.model)
        words[word] = pinyin or pinyin_of(word)
        digest = sha256(repr(sorted(words.items())).encode()).hexdigest()[:8]
        model = settings.state_dir / "speech" / f"{made_from.name}-{digest}"
        make_model(made_from, words, model)
        say(f"{word} is said {words[word]}; if not, say it again with --pinyin")
        callers = settings.root / CALLERS
        effect = measure_effect(settings, model, [word], callers, samples)
    typer.echo(f"{'':<36}{'before':>8}{'after':>8}")
    right = f"right of {effect.sentences} sample callers"
    typer.echo(f"{right:<36}{effect.right[0]:>8}{effect.right[1]:>8}")
    for said, (before, after) in effect.heard.items():
        typer.echo(
            f"{said}, by the synthetic voice: heard before {before or '–'}, now {after or '–'}"
        )
    typer.echo(f"to use it, write in config.yaml under speech:  model: {model}")
    typer.echo("a running service hears with it after a restart; the former line takes it back")


@app.command("list")
def list_words(config: Path = CONFIG) -> None:
    """The words that were added to the model in use, and how they are said."""
    from voicebot.speech.graph.new_words import added_words

    with errors_for_staff():
        made_from, words = added_words(load_settings(config).speech.model)
    for word, pinyin in words.items():
        typer.echo(f"{word}\t{pinyin}")
    typer.echo(f"{len(words)} words added to {made_from}")
