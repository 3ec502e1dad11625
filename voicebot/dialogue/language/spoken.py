"""What the recogniser wrote, made ready to be understood: no spaces, no punctuation, no fillers."""

from __future__ import annotations

import re
import unicodedata

NOT_WORDS = re.compile(r"[\s，。！？；：、,.!?;:\"'“”‘’（）()…—-]+")
FILLERS = ("嗯", "呃", "啊", "哎呀", "哎", "唉", "喂", "那个", "就是说", "这个嘛")
# 喂 asks whether somebody is there, and is answered.
THINKING_ALOUD = {*FILLERS, "哦", "喔"} - {"喂"}
END_PARTICLES = ("啊", "呀", "哈", "嘛")


def normalise(text: str) -> str:
    """`text` as unspaced words: punctuation gone, full-width signs narrow, fillers off both ends.

    A filler that is the whole text stays: a lone 嗯 is for the caller of this function to judge.
    """
    words = NOT_WORDS.sub("", unicodedata.normalize("NFKC", text))
    while (filler := next((f for f in FILLERS if words.startswith(f)), "")) and words != filler:
        words = words[len(filler) :]
    while len(words) > 2 and words.endswith(END_PARTICLES):
        words = words[:-1]
    return words


def is_thinking_aloud(words: str) -> bool:
    """Whether normalised `words` are a lone 嗯 or 那个: the answer is still to come."""
    return words in THINKING_ALOUD
