"""Which of two names is meant where one is denied: 不是张三，是李四."""

from __future__ import annotations

from collections.abc import Sequence

from voicebot.dialogue.language.names import Match

DENIAL = "不是"
# Characters between the denial and the name that it denies.
NEAR = 3


def without_denied(text: str, matches: Sequence[Match]) -> list[Match]:
    """The matches less the one behind 不是, unless there is no other."""
    said_no = text.rfind(DENIAL)
    kept = [m for m in matches if said_no < 0 or not said_no <= m.start <= said_no + NEAR]
    return kept or list(matches)
