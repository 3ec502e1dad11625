"""Where one sentence may be two requests: 查下余额 · 再 · 给李四转两百."""

from __future__ import annotations

import re

JOINT = re.compile(
    "(?:完了|然后|接着|顺便|另外|并且|同时|以及|还有|还要|还想|之后|以后|再|和)"
    "(?:再|还|也|帮我|给我|顺便|查一下(?=查))*"
)
# Shorter than this is no request (余额).
SHORTEST = 2


def halves(text: str) -> tuple[str, str] | None:
    """What stands before and behind the first joint; None for a sentence without one.

    Only a guess: 余额还有多少 has a joint too. Both halves must be understood as requests.
    """
    for joint in JOINT.finditer(text):
        first, second = text[: joint.start()], text[joint.end() :]
        if len(first) >= SHORTEST and len(second) >= SHORTEST:
            return first, second
    return None
