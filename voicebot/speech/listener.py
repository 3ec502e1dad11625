"""The ear of one call: frames in, events out.

    frame ─▶ echo canceller ─▶ voice activity ─▶ end of turn ─▶ Noticed SpeechStarted … Utterance
                       └─────▶ recogniser (from half a second before the speech)

Runs in a thread of the call's own. The recogniser is a third of a second behind the caller; so in
every pause it is made to finish, and what it heard says how long the pause must be to end the turn:

    caller   查余额|                |          caller   三千|     |五百|
    ear            |settle|finished            ear          |settle  |all again|settle|…

Who goes on right after that was cut off: then everything is heard once more, as one sentence.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from voicebot.config import SpeechSettings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.digits import parse_digits
from voicebot.speech.completeness import Completeness
from voicebot.speech.echo import EchoCanceller
from voicebot.speech.end_of_turn import EndOfTurn, Progress
from voicebot.speech.events import (
    Interrupted,
    LineNoisy,
    ListenerEvent,
    Noticed,
    Quiet,
    SecretSpoken,
    SpeechStarted,
    Utterance,
    WordsHeard,
)
from voicebot.speech.grammar import COMMANDS
from voicebot.speech.hypotheses import Heard
from voicebot.speech.interruption import Interruption, is_back_channel
from voicebot.speech.level import rms
from voicebot.speech.noise import LineNoise
from voicebot.speech.recognizer import SpeechModel
from voicebot.speech.room import Room
from voicebot.speech.voice_activity import VoiceActivity

# What was heard before speech was noticed belongs to it: the first syllable, and some air. So much
# of a long pause is heard, too.
PREROLL_FRAMES = 25
# So much is looked at before it is known that it is a caller's, and no echo.
LOOKED_AT_FRAMES = 15
# Two digits beside the keys of a PIN are one too many.
SPOKEN_PIN_DIGITS = 2
LOOK_EVERY_FRAMES = 3
# Longer than the gaps between the words of fluent speech, and early enough to be done in time.
SETTLE_S = 0.1
# Ten seconds, heard by three recognisers again, take half a second of processor.
LONGEST_BEGINNING_FRAMES = 500
# A caller on the line is not kept waiting any longer for being heard better.
PATIENCE_S = 0.1

Samples = npt.NDArray[np.int16]


class Listener:
    """`listen` may be called from another thread than `process`; it counts from the next frame."""

    def __init__(
        self,
        model: SpeechModel,
        completeness: Completeness,
        settings: SpeechSettings,
        on_event: Callable[[ListenerEvent], None],
        patience_s: float | None = None,
    ) -> None:
        """`patience_s` is how late an answer may be for being heard better; None: as long as that
        takes, where nobody waits."""
        self._patience_s = patience_s
        self._completeness = completeness
        self._settings = settings
        self._on_event = on_event
        self._echo = EchoCanceller() if settings.echo_cancellation else None
        self._activity = VoiceActivity()
        self._turn = EndOfTurn()
        self._recognizer = model.recognizer()
        self._room = Room()
        self._noise = LineNoise()
        self._told_of_noise = False
        self._interruption = Interruption()
        self._preroll: deque[bytes] = deque(maxlen=PREROLL_FRAMES)
        # None where it was no louder than the echo: what the canceller left of it is the caller.
        self._as_it_came: deque[bytes | None] = deque(maxlen=LOOKED_AT_FRAMES)
        self._heard_bot = False
        self._utterance: list[bytes] = []
        # What was heard last, if somebody may go on from there.
        self._unfinished = ""
        self._settled: Heard | None = None
        self._noticed: Noticed | None = None
        self._frames = 0
        self._partial = ""
        self._unasked = self._wanted = Listen()
        self._listen: Listen | None = None
        self._started_at = self._loudest_db = 0.0

    def listen(self, listen: Listen) -> None:
        """What the caller is expected to say from now on."""
        self._wanted = listen

    def process(self, near: Samples, far: Samples, now: float) -> None:
        """20 ms of the caller and of what was sent meanwhile; `now` is when they ended."""
        if self._listen is not self._wanted:
            self._prepare(self._wanted)
        # Whoever was heard already goes on being heard, however loud the bot begins to speak.
        heard = self._noticed or self._turn.began_at is not None
        clean = self._echo.clean(near, far) if self._echo else near
        self._room.process(rms(near), bool(self._echo and self._echo.may_be_echo))
        bot_sounds = bool(self._echo and self._echo.bot_sounds)
        hears_bot = bool(self._echo and self._echo.hears_bot)
        if bot_sounds and self._heard_bot and not hears_bot:
            self._take_as_it_came()
        self._heard_bot = hears_bot
        is_soft = bool(self._echo and self._echo.is_soft)
        self._as_it_came.append(None if is_soft else near.tobytes())
        speech = self._activity.process(clean, alone=not hears_bot)
        if self._echo and self._echo.may_be_echo and not heard:
            speech = 0.0
        if self._room.holds(still=self._turn.began_at is not None):
            speech = 0.0
        if not bot_sounds:
            self._noise.process(rms(near), speech)
        match self._turn.process(speech, now, self._progress):
            case "silence":
                self._preroll.append(clean.tobytes())
                self._take_back(now)
            case "noticed":
                self._preroll.append(clean.tobytes())
                self._notice(now)
            case "begun":
                self._preroll.append(clean.tobytes())
                self._begin()
            case "speaking":
                self._hear(clean.tobytes(), now)
            case "finished":
                self._finish(now)
                self._interruption = Interruption()

    def _take_as_it_came(self) -> None:
        """A caller speaks: the canceller has taken a part of the first syllable for an echo."""
        is_heard = self._turn.began_at is not None and not self._settled
        frames = self._utterance if is_heard else self._preroll
        for frame in range(-min(len(frames), len(self._as_it_came)), 0):
            frames[frame] = self._as_it_came[frame] or frames[frame]
        if is_heard:
            self._recognizer.reset()
            self._recognizer.accept(b"".join(self._utterance))

    @property
    def _progress(self) -> Progress:
        assert self._listen
        return self._completeness.progress(self._partial, self._listen)

    def _prepare(self, listen: Listen) -> None:
        """Another question: nothing half heard is taken for its answer, but for the first one."""
        first = self._listen is self._unasked
        self._listen = listen
        self._recognizer.expect(listen)
        self._interruption = Interruption()
        self._turn.pause_s = self._settings.endpoint_ms[listen.kind] / 1000
        self._partial = ""
        if self._turn.began_at and (first or self._goes_on):
            self._hear_again()
        else:
            self._turn.reset()

    def _notice(self, now: float) -> None:
        near = self._room.is_exceeded_by(self._room.now_db)
        if not self._noticed or (near and not self._noticed.near):
            self._noticed = Noticed(now, near)
            self._on_event(self._noticed)

    def _take_back(self, now: float) -> None:
        if self._noticed:
            self._noticed = None
            self._on_event(Quiet(now))

    def _begin(self) -> None:
        began_at = self._turn.began_at or 0.0
        self._settled, self._partial = None, ""
        self._on_event(SpeechStarted(began_at))
        if not self._goes_on:
            self._started_at, self._unfinished = began_at, ""
            self._utterance.clear()
            self._loudest_db = self._room.now_db
        self._hear_again()

    def _hear(self, pcm: bytes, now: float) -> None:
        pause_s = now - self._turn.last_speech_at
        self._loudest_db = max(self._loudest_db, self._room.now_db)
        if self._settled:
            self._preroll.append(pcm)
            if not pause_s:
                self._notice(now)
                self._hear_again()
            return
        self._utterance.append(pcm)
        self._recognizer.accept(pcm)
        if pause_s >= SETTLE_S:
            self._settled = self._recognizer.finish()
            self._partial = self._settled.text
            if not self._settled.any or is_back_channel(self._partial):
                self._take_back(now)
        else:
            self._frames += 1
            if self._frames % LOOK_EVERY_FRAMES == 0:
                self._partial = self._recognizer.partial()
        self._judge(now)

    @property
    def _goes_on(self) -> bool:
        """Whether what is said now is the rest of what was told as an utterance."""
        assert self._listen
        # Digits are put together by who asked for them.
        whole_alone = self._listen.kind in ("secret", "digits")
        short = len(self._utterance) < LONGEST_BEGINNING_FRAMES
        return self._turn.goes_on and bool(self._unfinished) and short and not whole_alone

    def _hear_again(self) -> None:
        """The caller goes on: as if the recogniser had never been made to finish."""
        self._settled = None
        self._utterance += self._preroll
        self._preroll.clear()
        self._recognizer.accept(b"".join(self._utterance))

    def _judge(self, now: float) -> None:
        """What the sounds so far are: a PIN, an interruption, or nothing yet."""
        lasted_s = self._turn.last_speech_at - self._started_at
        if self._is_secret_spoken():
            self._forget(SecretSpoken(self._started_at))
        else:
            match self._interruption.process(self._partial, lasted_s):
                case "speech":
                    self._on_event(Interrupted(now))
                case "words":
                    self._on_event(WordsHeard(now))

    def _is_secret_spoken(self) -> bool:
        assert self._listen
        return self._listen.kind == "secret" and _has_digits(self._partial)

    def _finish(self, now: float) -> None:
        ended_at = self._turn.last_speech_at
        self._noticed = None
        if not self._settled:
            self._recognizer.finish()
        heard = self._recognizer.reconsidered(self._patience_s)
        if not heard.is_sure and not self._room.is_exceeded_by(self._loudest_db):
            heard = Heard("", 0.0)  # it was the room itself
        assert self._listen
        if self._listen.kind == "secret":
            if _has_digits(heard.text):
                self._forget(SecretSpoken(self._started_at))
                return
            if heard.text not in COMMANDS:
                # It may be a PIN that was misheard: nobody gets to see it.
                heard = Heard("", 0.0, unknown=heard.unknown or bool(heard.text))
        rest = heard.text.removeprefix(self._unfinished)
        if self._unfinished and rest in COMMANDS:
            heard = replace(heard, text=rest)  # 三千 … 不对 is no amount that goes on
        if heard.text and heard.text == self._unfinished:
            heard = Heard("", 0.0)  # a cough, behind what was answered already
        progress = self._completeness.progress(heard.text, self._listen)
        self._unfinished = "" if progress == "complete" else heard.text
        self._partial = ""
        if self._noise.is_noisy and not self._told_of_noise:
            self._told_of_noise = True
            self._on_event(LineNoisy(now))
        self._on_event(Utterance(heard, self._started_at, ended_at, now))

    def _forget(self, event: ListenerEvent) -> None:
        self._recognizer.reset()
        self._turn.reset()
        self._utterance.clear()
        self._noticed = self._settled = None
        self._partial = self._unfinished = ""
        self._interruption = Interruption()
        self._on_event(event)


def _has_digits(text: str) -> bool:
    return len(parse_digits(text)) >= SPOKEN_PIN_DIGITS
