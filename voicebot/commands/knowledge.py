"""`voicebot knowledge …`: what callers asked that the knowledge base does not answer."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, JSON, errors_for_staff, print_json

app = typer.Typer(no_args_is_help=True, help="The knowledge base in nlu_data/knowledge/.")


@app.callback()
def _several_commands() -> None:
    """Keeps `unanswered` a word of its own while it is the only command."""


@app.command()
def unanswered(
    as_json: bool = JSON,
    config: Path = CONFIG,
) -> None:
    """Questions that nobody has written an answer to, those asked most often first."""
    from voicebot.bank import database, questions
    from voicebot.dialogue.knowledge.knowledge_base import KnowledgeBase

    with errors_for_staff():
        settings = load_settings(config)
        base = KnowledgeBase.load(settings.nlu_data)
        database.migrate(settings.bank.database)
        with database.open_database(settings.bank.database).begin() as db:
            asked = [one for one in questions.unanswered(db) if not base.find(one.text)]
        for one in asked:
            if as_json:
                print_json(asdict(one) | {"last_at": one.last_at.isoformat()})
            else:
                typer.echo(f"{one.times:>4} × {one.last_at:%Y-%m-%d %H:%M}  {one.text}")
        if not asked and not as_json:
            typer.echo("every question that was asked has an answer")
