"""A caller who is heard and spoken to: joins ear, mouth and recording, for a telephone or a desk.

Three threads meet here. The audio thread (SIP or sound card) moves 20 ms frames and keys and never
waits; the ear thread of this call listens to them; the event loop runs the session. Interruption is
decided on the spot, in the thread that notices it: the session learns of it afterwards.
"""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np

from voicebot.conversation.answer_times import AnswerTimer, AnswerTimes
from voicebot.conversation.events import (
    Event,
    Key,
    LineNoisy,
    Noise,
    PromptsFinished,
    Said,
    SecretSpoken,
    Speaking,
    Transferred,
)
from voicebot.conversation.turn import Listen, Prompt
from voicebot.conversation.utterance import Utterance
from voicebot.dialogue.language.spoken import is_thinking_aloud
from voicebot.operations.recording import FRAME, Recording
from voicebot.speech import events as ear
from voicebot.speech.giving_way import GivingWay
from voicebot.speech.listener import Listener
from voicebot.speech.prompts import Phrase, PromptLibrary
from voicebot.speech.speaker import Speaker

log = logging.getLogger(__name__)

SILENCE = np.zeros(FRAME, dtype=np.int16)


class Exchange(Protocol):
    """What can be done with the call itself: a SIP call, or the desk that it is tried at."""

    def hangup(self) -> None:
        """Ends the call."""

    def transfer(self, uri: str) -> None:
        """Hands the call to `uri`; the answer comes back as `VoiceLine.transferred`."""


class VoiceLine:
    """The `Line` of a session, and the two audio ends of a call."""

    def __init__(
        self,
        exchange: Exchange,
        *,
        listener: Callable[[Callable[[ear.ListenerEvent], None]], Listener],
        library: PromptLibrary,
        recording: Recording,
        human_address: str | None,
        rate: float,
        timed: Callable[[AnswerTimes], None],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        """`timed` is told where the time of each answer went (audio thread)."""
        self._exchange = exchange
        self._library = library
        self._recording = recording
        self._human_address = human_address
        self._timed = timed
        self._timer = AnswerTimer()
        self._loop = loop
        self._speaker = Speaker(self._finished)
        self._giving_way = GivingWay(self._speaker)
        self._rate = rate
        self._utterance = Utterance((), 0)
        self._listener = listener(self._heard)
        self._sent = SILENCE
        self._mark = 0
        self._finished_mark = 0
        self._speech: asyncio.Task[None] | None = None
        self._heard_frames: queue.SimpleQueue[tuple[bytes, np.ndarray, float] | None]
        self._heard_frames = queue.SimpleQueue()
        self._ear = threading.Thread(target=self._hear, name="ear", daemon=True)
        self._events: asyncio.Queue[Event | None] = asyncio.Queue()
        self._keys_waiting = 0
        self._ear.start()

    # The audio thread -------------------------------------------------------------------------

    def next_frame(self) -> bytes:
        """The next 20 ms that the caller hears: 320 samples of 16 kHz, int16."""
        self._sent = self._speaker.next_frame()
        if self._sent.any() and (times := self._timer.sounded(time.monotonic())):
            self._timed(times)
        return self._sent.tobytes()

    def heard_frame(self, frame: bytes) -> None:
        """20 ms of the caller, paired with what was sent to them meanwhile."""
        self._heard_frames.put((frame, self._sent, time.monotonic()))

    def key(self, key: str) -> None:
        """A key was pressed: the bot is quiet at once, whatever the key will mean."""
        self._speaker.stop()
        self._keys_waiting += 1
        at = time.monotonic()
        self._timer.pressed(at)
        self._post(Key(key, at))

    def hung_up(self) -> None:
        """The call is over; the session's events end with None."""
        self._heard_frames.put(None)
        self._loop.call_soon_threadsafe(self._events.put_nowait, None)

    def transferred(self, ok: bool) -> None:
        """The network's answer to a transfer."""
        self._post(Transferred(ok, time.monotonic()))

    # The ear thread ---------------------------------------------------------------------------

    def _hear(self) -> None:
        while (item := self._heard_frames.get()) is not None:
            frame, far, at = item
            near = np.frombuffer(frame, dtype=np.int16)
            self._recording.write(near, far)
            try:
                self._listener.process(near, far, at)
            except Exception:
                log.exception("the ear failed on a frame; the call goes on")

    def _heard(self, event: ear.ListenerEvent) -> None:
        is_meant = isinstance(event, ear.Utterance) and self._giving_way.is_meant(event)
        self._giving_way.heard(event)
        match event:
            case ear.SpeechStarted(at):
                self._post(Speaking(at))
            case ear.Utterance(heard, started_at, ended_at, decided_at) if is_meant:
                if not is_thinking_aloud(heard.text):  # what comes next is no answer to it
                    self._timer.heard(ended_at, decided_at, time.monotonic())
                said = Said(heard.text, heard.confidence, started_at, ended_at, heard.others)
                self._post(said)
            case ear.Utterance(ended_at=ended_at):
                if not self._speaker.playing:
                    self._post(Noise(ended_at))
            case ear.LineNoisy(at):
                self._post(LineNoisy(at))
            case ear.SecretSpoken(at):
                self._post(SecretSpoken(at))

    # The event loop: what the session is told, and what it tells the line ------------------------

    async def next_event(self) -> Event | None:
        """The next thing that happened, in order; None when the caller is gone."""
        event = await self._events.get()
        while isinstance(event, PromptsFinished) and self._finished_mark != self._mark:
            event = await self._events.get()  # something else is being said by now
        if isinstance(event, Key):
            self._keys_waiting -= 1
        return event

    @property
    def recording_ok(self) -> bool:
        return not self._recording.failed

    def say(self, prompts: Sequence[Prompt]) -> None:
        self._begin(prompts, finish=True)

    def fill(self, prompts: Sequence[Prompt]) -> None:
        self._begin(prompts, finish=False)

    def _begin(self, prompts: Sequence[Prompt], finish: bool) -> None:
        self.hush()
        self._giving_way.begins()
        self._utterance = Utterance(prompts, self._speaker.phrases_said)
        if self._keys_waiting:
            return  # a key typed ahead answers this already
        if finish:
            self._timer.answered(time.monotonic())
        speech = self._speak(self._utterance, finish, self._speaker.stops)
        self._speech = self._loop.create_task(speech)

    def unsaid(self) -> tuple[Prompt, ...]:
        return self._utterance.rest(self._speaker.phrases_said)

    def hush(self) -> None:
        self._mark += 1
        if self._speech:
            self._speech.cancel()
        self._speaker.stop()

    def listen(self, listen: Listen) -> None:
        self._recording.concealed = listen.concealed
        self._listener.listen(listen)

    def set_rate(self, rate: float) -> None:
        self._rate = rate

    def conceal_since(self, at: float) -> None:
        self._recording.blank(self.recording_s(at), self._recording.seconds)

    def transfer(self) -> None:
        if self._human_address:
            self._exchange.transfer(self._human_address)
        else:
            self._post(Transferred(False, time.monotonic()))

    def hang_up(self) -> None:
        self._exchange.hangup()

    def recording_s(self, at: float) -> float:
        return max(self._recording.seconds - (time.monotonic() - at), 0.0)

    async def close(self) -> None:
        """Waits for the ear and closes the recording; call once, after `hung_up`."""
        self.hush()
        await asyncio.to_thread(self._ear.join)
        await asyncio.to_thread(self._recording.close)

    async def _speak(self, utterance: Utterance, finish: bool, stops: int) -> None:
        """Plays each phrase as soon as its sound is there; synthesis may take a while.

        A caller who interrupted meanwhile (the speaker was stopped again) hears no more of it.
        """
        for number, prompt in enumerate(utterance.prompts):
            phrases = self._library.phrases(prompt)
            while made := await asyncio.to_thread(_next_sound, phrases, self._rate):
                if self._speaker.stops != stops:
                    return
                at, sound = made
                utterance.handed(number, at)
                self._speaker.play(sound)
            utterance.handed_all(number)
        if finish:
            self._speaker.finish(self._mark)

    def _finished(self, mark: int) -> None:
        """The speaker has played everything (audio thread)."""
        self._loop.call_soon_threadsafe(self._post_finished, mark)

    def _post_finished(self, mark: int) -> None:
        if mark == self._mark:
            self._finished_mark = mark
            self._events.put_nowait(PromptsFinished(time.monotonic()))

    def _post(self, event: Event) -> None:
        self._loop.call_soon_threadsafe(self._events.put_nowait, event)


def _next_sound(phrases: Iterator[Phrase], rate: float) -> tuple[int, np.ndarray] | None:
    """Where the next phrase begins in its text, and its sound; None after the last."""
    phrase = next(phrases, None)
    return None if phrase is None else (phrase.at, phrase.sound(rate))
