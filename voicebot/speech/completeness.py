"""Whether what was heard so far is a whole answer: then nobody has to wait for a long pause.

查余额            a wish that begins no other wish           complete
转账              … 转账给张三, 转账五百元                    may go on
六百块  上午十点   an amount with its unit, a time            complete
给张三转          nobody stops here                          unfinished
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from voicebot.speech.grammar import COMMANDS
from voicebot.speech.phrases import load_phrases

NUMBER = "[零一二两三四五六七八九十百千万]+"
# A unit behind the number or 点 behind the hour: 块 may still be followed by a digit, rarely.
WITH_UNIT = re.compile(rf".*{NUMBER}(?:块钱?|元整?|点半?钟?)")
# 三千…五百, 十二点…五, 给张三转…
UNFINISHED = re.compile(r".*(?:[十百千万零第]|给|转|是|把|改成)")


class Completeness:
    """`sentences` are whole utterances that callers are known to say."""

    def __init__(self, sentences: Iterable[str]) -> None:
        known = sorted({*sentences, *COMMANDS})
        # In sorted order the sentences that go on from one come right behind it.
        self._whole = {
            sentence
            for sentence, following in zip(known, [*known[1:], ""], strict=True)
            if not following.startswith(sentence)
        }
        # A yes is a yes, although 是 begins 是的.
        self._whole |= {command for command in COMMANDS if len(command) > 1}

    @classmethod
    def load(cls, folder: Path) -> Completeness:
        """From the training phrases in `nlu_data/nlu`; ConfigError if a file is broken."""
        return cls(load_phrases(folder))

    def is_complete(self, heard: str) -> bool:
        """Nobody goes on after this."""
        return heard in self._whole or bool(WITH_UNIT.fullmatch(heard))

    def is_unfinished(self, heard: str) -> bool:
        """Nobody stops after this."""
        return not self.is_complete(heard) and bool(UNFINISHED.fullmatch(heard))
