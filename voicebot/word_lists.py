"""A list of words in a file of staff's, and what is often wrong with one.

words: [社保, 社保卡]
"""

from __future__ import annotations

import re
from typing import Any

SHORTEST_WORD = 2
NOT_SPOKEN = re.compile("[A-Za-z0-9]")


def problem_of_words(words: Any, shortest: int = SHORTEST_WORD) -> str:
    """What is wrong, and the mend, to be said behind the name of the list; "" if nothing is."""
    if not isinstance(words, (list, tuple)):
        return "has no words; write them in [ ]" if not words else f"has {words}; write it in [ ]"
    if not words:
        return "has no words; write them in [ ]"
    if strange := next((word for word in words if not isinstance(word, str)), None):
        return f"has {strange}, which is no word; write it in characters"
    if any(len(word) < shortest for word in words):
        return f"has a word too short to be heard; write {shortest} characters or more"
    if written := next((word for word in words if NOT_SPOKEN.search(word)), ""):
        return f"has “{written}” with letters or digits; write it as it is spoken"
    if signs := next((word for word in words if not word.isalpha()), ""):
        return f"has “{signs}”, which nobody says; write a , (narrow) between two words"
    return ""
