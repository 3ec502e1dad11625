"""A call from a room in which others speak: ear and mouth together, faster than real time.

    around     ▂▃▂▂▃▂▂▂▃▂▂▃▂▂▃▃▂▂▂▃▂▂▃▂▂▂
    caller           ▇▆▇
    bot        ▇▇▇▇▇▇     ▇▇▇▇▇▇▇▇  ▇▇▇▇▇     answers whatever it takes for words of the caller's

The line returns some of the bot's voice.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from voicebot.conversation.turn import Listen
from voicebot.laboratory.call import Ear
from voicebot.speech.events import ListenerEvent, Utterance
from voicebot.speech.giving_way import GivingWay
from voicebot.speech.listener import Listener
from voicebot.speech.speaker import FRAME, RATE_HZ, SILENCE, Samples, Speaker

FRAME_S = FRAME / RATE_HZ
# Behind a prompt the caller thinks; what they said is answered sooner.
THINKS_S, ANSWERS_S = 1.5, 0.4
# Callers let a prompt or two pass, and speak when they have heard a second of one.
FIRST_SENTENCE_S, SENTENCE_EVERY_S, LISTENED_S = 8.0, 8.0, 1.0
# Who is not answered by then was not heard.
HEARD_WITHIN_S = 3.0
# Nobody begins so shortly before the end that there is no time to be answered.
LAST_SENTENCE_S = 6.0
ECHO_FRAMES, ECHO = 6, 0.1


@dataclass
class Sentence:
    """A caller's, over a prompt: from when to when it was said, and what became of it."""

    text: str
    at: float
    ended_at: float
    silent_at: float | None = None
    heard: Utterance | None = None

    @property
    def found(self) -> bool:
        """Whether the bot took it for the caller's words, in time."""
        return self.heard is not None and self.late_s < HEARD_WITHIN_S

    @property
    def late_s(self) -> float:
        """From its end to the decision that it had ended."""
        assert self.heard
        return self.heard.decided_at - self.ended_at

    def is_in(self, utterance: Utterance) -> bool:
        """Whether the utterance has at least some of it."""
        return utterance.started_at < self.ended_at and self.at < utterance.ended_at


class RoomCall:
    """A room, frame by frame, and what the bot makes of it."""

    def __init__(
        self,
        ear: Ear,
        prompts: Iterator[list[Samples]],
        around: Samples,
        callers: Iterator[tuple[str, Samples]],
    ) -> None:
        """Lasts as long as what sounds `around`; `callers` is empty where nobody speaks."""
        self._prompts = prompts
        self._around = around
        self._callers = callers
        self._speaker = Speaker(lambda _mark: self._say_in(THINKS_S))
        self._giving_way = GivingWay(self._speaker)
        self._listener = Listener(ear.model, ear.completeness, ear.settings, self._told)
        self._echo = deque([SILENCE] * ECHO_FRAMES, maxlen=ECHO_FRAMES)
        self._now = 0.0
        self._begins_at: float | None = 0.0
        self._speaks_at = FIRST_SENTENCE_S
        self._last_at = len(around) / RATE_HZ - LAST_SENTENCE_S
        self._voice = SILENCE[:0]
        self._sounded_s = 0.0
        self._silent_s = 0.0
        self.sentences: list[Sentence] = []
        self.false_answers = 0
        # Seconds of each silence that no caller had asked for.
        self.silences: list[float] = []

    def run(self) -> None:
        """Plays the call."""
        self._listener.listen(Listen())
        for start in range(0, len(self._around) - FRAME + 1, FRAME):
            self._now = (start + FRAME) / RATE_HZ
            if self._begins_at is not None and self._now >= self._begins_at:
                self._say()
            sent = self._speaker.next_frame()
            self._note_silence()
            self._let_caller_speak()
            near = self._around[start : start + FRAME] + self._voice_frame() + ECHO * self._echo[0]
            self._echo.append(sent)
            self._listener.process(near.clip(-32768, 32767).astype(np.int16), sent, self._now)
        self._end_silence()

    def _say_in(self, seconds: float) -> None:
        self._begins_at = self._now + seconds

    def _say(self) -> None:
        self._begins_at = None
        self._giving_way.begins()
        for line in next(self._prompts):
            self._speaker.play(line)
        self._speaker.finish(0)

    def _told(self, event: ListenerEvent) -> None:
        meant = isinstance(event, Utterance) and self._giving_way.is_meant(event)
        self._giving_way.heard(event)
        if isinstance(event, Utterance) and meant:
            self._say_in(ANSWERS_S)
            said = next((one for one in self.sentences if one.is_in(event)), None)
            if said:
                said.heard = said.heard or event
            else:
                self.false_answers += 1

    @property
    def _caller_is_served(self) -> bool:
        """Whether a caller speaks, or waits for the answer."""
        return bool(self.sentences) and self._now < self.sentences[-1].ended_at + HEARD_WITHIN_S

    def _note_silence(self) -> None:
        sounds = self._speaker.playing and not self._speaker.silent
        self._sounded_s = self._sounded_s + FRAME_S if sounds else 0.0
        if self.sentences and not sounds and self.sentences[-1].silent_at is None:
            self.sentences[-1].silent_at = self._now
        thinks = self._begins_at is not None and not self._speaker.stops
        if sounds or thinks or self._caller_is_served:
            self._end_silence()
        else:
            self._silent_s += FRAME_S

    def _end_silence(self) -> None:
        if self._silent_s:
            self.silences.append(self._silent_s)
        self._silent_s = 0.0

    def _let_caller_speak(self) -> None:
        is_time = self._speaks_at <= self._now <= self._last_at
        if not is_time or self._sounded_s < LISTENED_S:
            return
        text, self._voice = next(self._callers, ("", SILENCE[:0]))
        if text:
            ended_at = self._now + len(self._voice) / RATE_HZ
            self.sentences.append(Sentence(text, self._now, ended_at))
        self._speaks_at = self._now + SENTENCE_EVERY_S

    def _voice_frame(self) -> Samples:
        frame, self._voice = self._voice[:FRAME], self._voice[FRAME:]
        return np.concatenate([frame, SILENCE[len(frame) :]])
