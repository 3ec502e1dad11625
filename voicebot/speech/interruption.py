"""Whether sounds during a prompt are a caller who wants to speak. Pure: words and time in.

cough, door   嗯   啊哈     the prompt is held for a moment and goes on
查…           不对，        the prompt stays silent
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from voicebot.speech.events import Utterance

# What listeners say to show that they listen.
BACK_CHANNELS = frozenset("嗯 嗯嗯 啊 哦 喔 呃 哎 唉 哈".split())
# Most coughs and hums are no speech to silero; the rest are over by then. Words are known only
# after half a second, and nobody wants to speak against a prompt for so long.
LONGEST_HUM_S = 0.25
# Noises end sooner than this, and are heard as a word as doubtful as this (a door as 缴费, a hum as
# 二) or as none. Of 106 callers over a prompt six were such; one of them had been heard right.
SHORT_S, DOUBTFUL = 0.41, 0.8


def is_back_channel(text: str) -> bool:
    """Whether somebody only shows that they listen."""
    return text in BACK_CHANNELS


def is_noise(said: Utterance) -> bool:
    """Whether it was over so soon and makes so doubtful a word that hardly anybody spoke."""
    short = said.ended_at - said.started_at < SHORT_S
    return short and (not said.heard.text or said.heard.confidence < DOUBTFUL)


def interrupts(said: Utterance) -> bool:
    """Whether what was said over a prompt is to be answered; a 嗯, a cough or a door is not."""
    heard = said.heard
    return heard.any and not is_back_channel(heard.text) and not is_noise(said)


@dataclass
class Interruption:
    """One utterance of the caller."""

    _told: bool = False
    _longest: int = 0

    def process(self, partial: str, lasted_s: float) -> Literal["", "speech", "words"]:
        """What it has turned out to be: speech, for nobody hums so long, told once; words, told
        again whenever there are more."""
        if len(partial) > self._longest and not is_back_channel(partial):
            self._told, self._longest = True, len(partial)
            return "words"
        if self._told or lasted_s < LONGEST_HUM_S:
            return ""
        self._told = True
        return "speech"
