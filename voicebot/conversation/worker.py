"""One process that answers calls: a SIP endpoint, the ear's model, the voice, and a session a call.

pjsua2 as it is packaged holds four calls in a process, so a bigger hotline runs more workers.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from voicebot.config import Settings
from voicebot.conversation import heap
from voicebot.conversation.call_loop import converse
from voicebot.conversation.released import NewestRelease, Released
from voicebot.conversation.session import Session
from voicebot.conversation.voice_line import VoiceLine
from voicebot.operations.call_log import CallLog
from voicebot.operations.recording import Recording
from voicebot.speech.voice import SyntheticVoice
from voicebot.telephony.call import Call
from voicebot.telephony.endpoint import Endpoint

log = logging.getLogger(__name__)

# How long calls may go on after SIGTERM; a transfer with its read-back takes less than a minute.
DRAIN_S = 120.0
READY = b"ready"


class Worker:
    """Answers calls on one SIP port until SIGTERM, then lets the callers finish."""

    def __init__(self, settings: Settings) -> None:
        """Loads the model and the prompts; raises what `serve` explains to staff."""
        self._settings = settings
        voice = SyntheticVoice(settings.state_dir / "voice")
        self._newest = NewestRelease(partial(Released.load, settings, voice))
        # The first ear of a process loads the networks of all; no caller should wait for that.
        self._newest.released.listener(settings)(lambda _event: None)
        heap.keep()
        self._epoch_offset_s = time.time() - time.monotonic()
        self._calls: set[asyncio.Task[None]] = set()

    async def serve(self, ready_fd: int) -> None:
        """Takes calls; returns after SIGTERM when the last caller has gone.

        Writes READY to the file descriptor `ready_fd` when the first call may come, and closes it.
        """
        loop = asyncio.get_running_loop()
        stopped = asyncio.Event()
        for signum in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(signum, stopped.set)
        loop.add_signal_handler(signal.SIGHUP, self._newest.is_there)
        following = loop.create_task(self._newest.follow())
        endpoint = Endpoint(self._settings.sip, partial(self._answer, loop))
        endpoint.start()
        try:
            os.write(ready_fd, READY)
            os.close(ready_fd)
            await stopped.wait()
            following.cancel()
            log.info("draining: no new calls, %d in progress", len(self._calls))
            await asyncio.to_thread(endpoint.drain, DRAIN_S)
            if self._calls:
                await asyncio.wait(self._calls, timeout=5.0)
        finally:
            await asyncio.to_thread(endpoint.stop)

    def _answer(self, loop: asyncio.AbstractEventLoop, call: Call) -> VoiceLine:
        """A line for the ringing call (SIP thread); its conversation starts on the event loop."""
        settings, released = self._settings, self._newest.released
        began = datetime.now()
        folder = settings.recordings / f"{began:%Y-%m-%d}" / call.id
        call_log = CallLog(folder, self._epoch_offset_s)
        line = VoiceLine(
            call,
            listener=released.listener(settings),
            library=released.library,
            recording=Recording(folder / "call.wav"),
            human_address=settings.sip.human_address,
            rate=settings.speech.rate,
            timed=call_log.timed,
            loop=loop,
        )
        session = released.sessions.open(call.id, call.caller_number, line, call_log)
        call_log.started(call.id, call.caller_number, time.monotonic())
        file_away = partial(released.sessions.file_away, call.id, folder)
        loop.call_soon_threadsafe(self._begin, session, line, call_log, file_away)
        return line

    def _begin(
        self, session: Session, line: VoiceLine, call_log: CallLog, file_away: Callable[[], None]
    ) -> None:
        conversation = self._converse(session, line, call_log, file_away)
        task = asyncio.get_running_loop().create_task(conversation)
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)

    async def _converse(
        self, session: Session, line: VoiceLine, call_log: CallLog, file_away: Callable[[], None]
    ) -> None:
        try:
            await converse(session, line)
        finally:
            await line.close()
            await asyncio.to_thread(call_log.ended, time.monotonic())
            await asyncio.to_thread(file_away)
            await asyncio.to_thread(heap.give_back)
