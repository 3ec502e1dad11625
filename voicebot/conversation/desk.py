"""`voicebot talk`: the same dialogue at a desk, with microphone, loudspeaker and typed keys."""

from __future__ import annotations

import asyncio
import sys
import threading
import uuid
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from voicebot.config import Settings
from voicebot.conversation.call_loop import converse
from voicebot.conversation.sessions import Sessions
from voicebot.conversation.voice_line import VoiceLine
from voicebot.dialogue.server import DialogueServer
from voicebot.operations.call_log import CallLog
from voicebot.operations.recording import FRAME, Recording
from voicebot.speech.completeness import Completeness
from voicebot.speech.earcons import load_earcons
from voicebot.speech.listener import PATIENCE_S, Listener
from voicebot.speech.prompts import PromptLibrary
from voicebot.speech.recognizer import RATE_HZ, SpeechModel
from voicebot.speech.sound_card import sound_card
from voicebot.speech.voice import SyntheticVoice
from voicebot.trial import for_trial, seed_demonstration_bank

KEYS = "0123456789*#"


class Desk:
    """Stands where the SIP call stands: it can be hung up, and nobody else is there to talk to."""

    def __init__(self) -> None:
        self.line: VoiceLine | None = None

    def hangup(self) -> None:
        """The bot has said goodbye."""
        assert self.line
        self.line.hung_up()

    def transfer(self, uri: str) -> None:
        """There is nobody at a desk."""
        assert self.line
        self.line.transferred(False)


def talk_at_desk(settings: Settings, caller: str, progress: Callable[[str], None]) -> None:
    """One conversation on a demonstration bank. NoSoundCard says what is missing."""
    sounddevice = sound_card(RATE_HZ, playback=True, instead="type with the bot: voicebot chat")
    settings = for_trial(settings, Path(mkdtemp(prefix="voicebot-talk-")))
    seed_demonstration_bank(settings)
    with DialogueServer(settings, progress):
        asyncio.run(_talk(settings, caller, progress, sounddevice))


async def _talk(
    settings: Settings, caller: str, progress: Callable[[str], None], sounddevice: Any
) -> None:
    loop = asyncio.get_running_loop()
    desk, call_id = Desk(), f"desk-{uuid.uuid4().hex}"
    folder = settings.recordings / call_id
    model = SpeechModel.load(settings)
    completeness = Completeness.load(settings.nlu_data / "nlu")
    call_log = CallLog(folder, datetime.now().timestamp() - loop.time())
    line = desk.line = VoiceLine(
        desk,
        listener=partial(Listener, model, completeness, settings.speech, patience_s=PATIENCE_S),
        library=PromptLibrary(
            settings.speech.prompts,
            SyntheticVoice(settings.state_dir / "voice"),
            load_earcons(settings.speech.earcons) if settings.speech.earcons else None,
        ),
        recording=Recording(folder / "call.wav"),
        human_address=None,
        rate=settings.speech.rate,
        timed=call_log.timed,
        loop=loop,
    )
    session = Sessions(settings).open(call_id, caller, line, call_log)
    call_log.started(call_id, caller, loop.time())
    threading.Thread(target=_read_keys, args=(line,), daemon=True).start()

    def frames(heard: Any, said: Any, _count: int, _time: Any, _status: Any) -> None:
        line.heard_frame(bytes(heard))
        said[:] = line.next_frame()

    progress("speak, or type keys and Enter; Ctrl-C ends the call")
    stream = sounddevice.RawStream(
        samplerate=RATE_HZ, blocksize=FRAME, channels=1, dtype="int16", callback=frames
    )
    with stream:
        await converse(session, line)
    await line.close()
    call_log.ended(loop.time())
    progress(f"recorded in {folder}")


def _read_keys(line: VoiceLine) -> None:
    """Typed keys are pressed keys; the end of the input is the caller hanging up."""
    for typed in sys.stdin:
        for key in typed:
            if key in KEYS:
                line.key(key)
