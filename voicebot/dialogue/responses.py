"""The responses of `prompts/` as Rasa has them: text, buttons and custom part of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from voicebot.config import read_yaml


def load_first_variants(folder: Path) -> dict[str, dict[str, Any]]:
    """Response name → its first variant, from all YAML files in `folder`; ConfigError if broken."""
    return {
        name: variants[0]
        for path in sorted(folder.glob("*.yml"))
        for name, variants in (read_yaml(path).get("responses") or {}).items()
    }
