"""The commands with which staff find out what went wrong in calls and make it better."""

from __future__ import annotations

from pathlib import Path

import typer

from voicebot.config import load_settings
from voicebot.terminal import CONFIG, errors_for_staff, say


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
