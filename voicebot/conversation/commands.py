"""Phrases that mean the same in every state: repeat, wait, slower, terser, without time limit.

They are the session's own business; the dialogue never hears them. Staff keep the phrases in
`nlu_data/commands.yml`, and the words that may stand around them:

    麻烦 | 你 | 再说一遍 | 好吗       around, around, repeat, around          repeat
    没听清 | 你 | 说慢一点            repeat, around, slower                  slower
    等一下 | 给李四转两百             the rest is more than politeness        for the dialogue
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal, cast, get_args

from voicebot.config import ConfigError, line_of, read_yaml
from voicebot.dialogue.language.sounds import STANDARD, Accent
from voicebot.dialogue.language.spoken import normalise
from voicebot.word_lists import problem_of_words

AROUND = "around"

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


class SpokenCommands:
    """Every phrase with its command, and the words around it."""

    def __init__(self, phrases: Mapping[str, SpokenCommand], around: Iterable[str]) -> None:
        self.phrases = phrases
        pieces = sorted([*phrases, *around], key=len, reverse=True)
        self._piece = re.compile("|".join(map(re.escape, pieces)))

    def heard(self, words: str) -> SpokenCommand | None:
        """The command that normalised `words` in standard Chinese are, if they are nothing else.

        Whoever asks to hear it again and slower is told it slower, which is again.
        """
        pieces = self._piece.findall(words)
        if "".join(pieces) != words:
            return None
        meant = {self.phrases[piece] for piece in pieces if piece in self.phrases}
        if len(meant) > 1:
            meant.discard("repeat")
        return meant.pop() if len(meant) == 1 else None


def load_commands(path: Path, accent: Accent = STANDARD) -> SpokenCommands:
    """The commands in a file of lists, one list a command, and one of the words around them.

    Words of `accent` in it are kept as what they mean, for so the caller's words come.
    Raises ConfigError with the line for a command unknown or missing, or a phrase listed twice.
    """
    document = read_yaml(path)
    known = get_args(SpokenCommand)
    for name, listed in document.items():
        line = line_of(document, (name,))
        if name not in (*known, AROUND):
            wanted = ", ".join((*known, AROUND))
            raise ConfigError(path, line, f"'{name}' is no command; known are {wanted}")
        if problem := problem_of_words(listed, shortest=1):
            raise ConfigError(path, line, f"'{name}' {problem}")
    phrases: dict[str, SpokenCommand] = {}
    around = [_standard(word, accent) for word in document.get(AROUND) or ()]
    for name, listed in document.items():
        if name == AROUND:
            continue
        for place, phrase in enumerate(listed):
            words = _standard(phrase, accent)
            if words in (*phrases, *around):
                line = line_of(document, (name, place))
                raise ConfigError(path, line, f"'{phrase}' stands twice; keep one of them")
            phrases[words] = cast(SpokenCommand, name)
    for name in known:
        if name not in phrases.values():
            raise ConfigError(path, 1, f"no phrase for '{name}'; add a list of phrases")
    return SpokenCommands(phrases, around)


def _standard(phrase: str, accent: Accent) -> str:
    return accent.standard(normalise(phrase))
