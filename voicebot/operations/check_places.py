"""Folders that config.yaml names and that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from voicebot.config import Settings, line_of, read_yaml


def missing_places(settings: Settings) -> Iterator[str]:
    """One line a folder, with the line of config.yaml and the mend."""
    speech = settings.speech
    named: dict[tuple[str, ...], Path | None] = {
        ("nlu_data",): settings.nlu_data,
        ("prompts",): settings.prompts,
        ("speech", "model"): speech.model,
        ("speech", "prompts"): speech.prompts,
        ("speech", "earcons"): speech.earcons,
    }
    for name, folder in named.items():
        if folder and not folder.is_dir():
            told = f"'{'.'.join(name)}': there is no folder {folder}; correct the path"
            yield f"{config_line(settings, *name)}: {told}"


def config_line(settings: Settings, *name: str) -> str:
    """`config.yaml:47` for a setting."""
    path = settings.root / "config.yaml"
    return f"{path}:{line_of(read_yaml(path), name)}" if path.exists() else str(path)
