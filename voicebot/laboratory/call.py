"""One answer, heard by the real Listener frame by frame, faster than it is spoken.

bot      [ end of the prompt ]        does the line stop it?
caller              [room]   幺三九   零九五幺 …   [until the ear has decided]
ear                                ▲ cut off?                     ▲ end of turn
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from voicebot.config import SpeechSettings
from voicebot.conversation.turn import Listen
from voicebot.laboratory.conditions import Condition, Surroundings
from voicebot.laboratory.questions import Question
from voicebot.laboratory.samples import RATE_HZ, Sound
from voicebot.laboratory.stops import Stops
from voicebot.speech.completeness import Completeness
from voicebot.speech.events import ListenerEvent, Utterance
from voicebot.speech.listener import Listener
from voicebot.speech.recognizer import SpeechModel

FRAME = RATE_HZ // 50
# Behind an answer there is room for the longest wait but that for many digits, and when the ear has
# decided, for a prompt: what came at once would be taken for the rest of the answer.
BEFORE_S, AFTER_S, PROMPT_S = 0.5, 6.0, 2.0
# A laid-down handset sends the prompt back this late (DESIGN: 20 to 600 ms).
ECHO_DELAY = int(0.12 * RATE_HZ)


@dataclass(frozen=True)
class Ear:
    """What every call is heard with."""

    model: SpeechModel
    completeness: Completeness
    settings: SpeechSettings


@dataclass(frozen=True)
class Answer:
    """`cut_off`: the ear thought that the caller had finished before they had.

    `waited_ms` is from the end of the last sound that the ear took for speech to its decision, None
    if it decided nothing. `false_stops`: how often the prompt before it was stopped, by nobody.
    """

    text: str
    confidence: float
    cut_off: bool
    waited_ms: float | None
    false_stops: int = 0


class Call:
    """One question asked again and again on one line; the bot's prompt comes before the first
    answer, and before each where the line returns it.
    """

    def __init__(self, ear: Ear, question: Question, condition: Condition, prompt: Sound) -> None:
        self._question = question
        self._condition = condition
        self._prompt = prompt
        self._now = 0.0
        self._events: list[tuple[float, Utterance]] = []
        self._stops: Stops | None = None
        self._listener = Listener(ear.model, ear.completeness, ear.settings, self._note)
        self._listener.listen(question.listen)

    def answer(self, sound: Sound, around: Surroundings, listen: Listen) -> Answer:
        """What is heard of the sound where `listen` is expected."""
        self._listener.listen(listen)
        false_stops = 0
        # The ear learns from a prompt whether the line returns it.
        if self._condition.echo_db or not self._now:
            false_stops = self._say(around)
        self._events.clear()
        before = np.zeros(int(BEFORE_S * RATE_HZ), dtype=np.float32)
        after = np.zeros(int(AFTER_S * RATE_HZ), dtype=np.float32)
        near = self._condition.apply(np.concatenate([before, sound, after]), around)
        self._process(near, np.zeros_like(near), at_least=len(before) + len(sound))
        if not self._events:
            return Answer("", 0.0, cut_off=False, waited_ms=None, false_stops=false_stops)
        # The dialogue answers the first utterance; only a number is put together from several.
        is_number = self._question.listen.kind == "digits"
        counted = self._events if is_number else self._events[:1]
        decided_at, last = counted[-1]
        return Answer(
            text="".join(event.heard.text for _, event in counted),
            confidence=min(event.heard.confidence for _, event in counted),
            cut_off=len(self._events) > 1,
            waited_ms=1000 * (decided_at - last.ended_at),
            false_stops=false_stops,
        )

    def _say(self, around: Surroundings) -> int:
        """The prompt, on a line on which nobody speaks; how often it is stopped."""
        self._stops = Stops()
        near = np.zeros_like(self._prompt)
        if self._condition.echo_db:
            echo = self._prompt[:-ECHO_DELAY] * np.float32(10 ** (-self._condition.echo_db / 20))
            near[ECHO_DELAY:] = echo
        self._process(self._condition.apply(near, around), self._prompt, at_least=len(near))
        stopped, self._stops = len(self._stops.at), None
        return stopped

    def _process(self, near: Sound, far: Sound, at_least: int) -> None:
        """So many samples of it, and the rest until the ear has decided."""
        for start in range(0, min(len(near), len(far)) - FRAME + 1, FRAME):
            decided_at = self._events[-1][0] if self._events else self._now
            if start >= at_least and self._now >= decided_at + PROMPT_S:
                return
            self._now += FRAME / RATE_HZ
            self._listener.process(_pcm(near[start:]), _pcm(far[start:]), self._now)

    def _note(self, event: ListenerEvent) -> None:
        if self._stops:
            self._stops.told(event)
        if isinstance(event, Utterance) and event.heard.any:
            self._events.append((self._now, event))


def _pcm(sound: Sound) -> np.ndarray:
    return (sound[:FRAME] * 32767).clip(-32768, 32767).astype(np.int16)
