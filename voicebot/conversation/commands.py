"""Phrases that mean the same in every state: repeat, wait, slower, terser, without time limit.

They are the session's own business; the dialogue never hears them. Staff keep the phrases in
`nlu_data/commands.yml`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal, cast, get_args

from voicebot.config import ConfigError, read_yaml
from voicebot.dialogue.language.spoken import normalise

SpokenCommand = Literal[
    "repeat",
    "wait",
    "continue",
    "slower",
    "faster",
    "terser",
    "more_detailed",
    "unlimited",
    "limited",
    "earcons_on",
    "earcons_off",
]


def load_commands(path: Path) -> dict[str, SpokenCommand]:
    """Phrase → command from a file of lists, one list a command.

    Raises ConfigError with the line for a command unknown or missing, or a phrase listed twice.
    """
    document = read_yaml(path)
    known = get_args(SpokenCommand)
    phrases: dict[str, SpokenCommand] = {}
    for name, listed in document.items():
        line = document.lc.key(name)[0] + 1
        if name not in known:
            raise ConfigError(path, line, f"'{name}' is no command; known are {', '.join(known)}")
        for phrase in listed or ():
            if normalise(phrase) in phrases:
                raise ConfigError(path, line, f"'{phrase}' stands twice; keep one of them")
            phrases[normalise(phrase)] = cast(SpokenCommand, name)
    for name in known:
        if name not in phrases.values():
            raise ConfigError(path, None, f"no phrase for '{name}'; add a list of phrases")
    return phrases
