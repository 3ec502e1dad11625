"""The ear of one call: frames in, events out.

    frame ─▶ echo canceller ─▶ voice activity ─▶ end of turn ─▶ SpeechStarted … Utterance
                       └─────▶ recogniser (from half a second before the speech)

Runs in a thread of the call's own; the recogniser works while the caller speaks, so that the text
is there when the turn ends.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from voicebot.config import SpeechSettings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.digits import parse_digits
from voicebot.speech.completeness import Completeness
from voicebot.speech.echo import EchoCanceller
from voicebot.speech.end_of_turn import EndOfTurn, Progress
from voicebot.speech.grammar import COMMANDS
from voicebot.speech.recognizer import Heard, SpeechModel
from voicebot.speech.voice_activity import VoiceActivity

# What was heard before speech was noticed belongs to it: the first syllable, and some air.
PREROLL_FRAMES = 25
# Two digits beside the keys of a PIN are one too many.
SPOKEN_PIN_DIGITS = 2
LOOK_EVERY_FRAMES = 3

Samples = npt.NDArray[np.int16]


@dataclass(frozen=True)
class SpeechStarted:
    """The caller speaks, since `at`."""

    at: float


@dataclass(frozen=True)
class Utterance:
    """The caller has finished: what was heard, from when to when, and when that was decided."""

    heard: Heard
    started_at: float
    ended_at: float
    decided_at: float


@dataclass(frozen=True)
class SecretSpoken:
    """The caller says the PIN instead of keying it, since `at`. What was said is not kept."""

    at: float


ListenerEvent = SpeechStarted | Utterance | SecretSpoken


class Listener:
    """`listen` may be called from another thread than `process`; it counts from the next frame."""

    def __init__(
        self,
        model: SpeechModel,
        completeness: Completeness,
        settings: SpeechSettings,
        on_event: Callable[[ListenerEvent], None],
    ) -> None:
        self._completeness = completeness
        self._settings = settings
        self._on_event = on_event
        self._echo = EchoCanceller() if settings.echo_cancellation else None
        self._activity = VoiceActivity()
        self._turn = EndOfTurn()
        self._recognizer = model.recognizer()
        self._preroll: deque[bytes] = deque(maxlen=PREROLL_FRAMES)
        self._frames = 0
        self._partial = ""
        self._progress: Progress = "open"
        self._wanted = Listen()
        self._listen: Listen | None = None
        self._started_at = 0.0

    def listen(self, listen: Listen) -> None:
        """What the caller is expected to say from now on."""
        self._wanted = listen

    def process(self, near: Samples, far: Samples, now: float) -> None:
        """20 ms of the caller and of what was sent meanwhile; `now` is when they ended."""
        if self._listen is not self._wanted:
            self._prepare(self._wanted)
        clean = self._echo.clean(near, far) if self._echo else near
        speech = self._activity.process(clean)
        pcm = clean.tobytes()
        if self._turn.began_at is None:
            self._preroll.append(pcm)
        else:
            self._hear(pcm)
        match self._turn.process(speech, now, self._progress):
            case "begun":
                self._begin()
            case "speaking" if self._is_secret_spoken():
                self._forget(SecretSpoken(self._started_at))
            case "finished":
                self._finish(now)

    def _prepare(self, listen: Listen) -> None:
        """Another question: nothing half heard is taken for its answer."""
        self._listen = listen
        self._recognizer.expect(listen)
        self._turn.reset()
        self._turn.pause_s = self._settings.endpoint_ms[listen.kind] / 1000
        self._look("")

    def _begin(self) -> None:
        self._started_at = self._turn.began_at or 0.0
        self._on_event(SpeechStarted(self._started_at))
        for pcm in self._preroll:
            self._recognizer.accept(pcm)
        self._preroll.clear()

    def _hear(self, pcm: bytes) -> None:
        self._recognizer.accept(pcm)
        self._frames += 1
        if self._frames % LOOK_EVERY_FRAMES == 0:
            self._look(self._recognizer.partial())

    def _look(self, partial: str) -> None:
        self._partial = partial
        self._progress = self._completeness.progress(partial, self._wanted)

    def _is_secret_spoken(self) -> bool:
        assert self._listen
        return self._listen.kind == "secret" and _has_digits(self._partial)

    def _finish(self, now: float) -> None:
        ended_at = self._turn.last_speech_at
        heard = self._recognizer.finish()
        assert self._listen
        if self._listen.kind == "secret":
            if _has_digits(heard.text):
                self._forget(SecretSpoken(self._started_at))
                return
            if heard.text not in COMMANDS:
                # It may be a PIN that was misheard: nobody gets to see it.
                heard = Heard("", 0.0, unknown=heard.unknown or bool(heard.text))
        self._look("")
        self._on_event(Utterance(heard, self._started_at, ended_at, now))

    def _forget(self, event: ListenerEvent) -> None:
        self._recognizer.reset()
        self._turn.reset()
        self._look("")
        self._on_event(event)


def _has_digits(text: str) -> bool:
    return len(parse_digits(text)) >= SPOKEN_PIN_DIGITS
