"""Moves 20 ms frames between a pjsua2 call and Python, 640 bytes of 16 kHz mono int16 each way."""

from __future__ import annotations

import logging
from typing import Protocol

import pjsua2 as pj

from voicebot.telephony.library import FRAME_MS, RATE_HZ

log = logging.getLogger(__name__)

FRAME_BYTES = RATE_HZ * FRAME_MS // 1000 * 2
SILENCE = bytes(FRAME_BYTES)


class Frames(Protocol):
    """The two ends of a call's audio. Called on the media clock: never block."""

    def next_frame(self) -> bytes:
        """The next 20 ms to send: 640 bytes."""

    def heard_frame(self, frame: bytes) -> None:
        """20 ms that were received: 640 bytes."""


class AudioPort(pj.AudioMediaPort):
    """`frames` are the ends of the call that has the port; None while no call has it.

    Runs on pjsua2's media clock. An exception there would end the process, so it ends here.
    """

    def __init__(self) -> None:
        super().__init__()
        self.frames: Frames | None = None
        audio = pj.MediaFormatAudio()
        audio.type = pj.PJMEDIA_TYPE_AUDIO
        audio.clockRate = RATE_HZ
        audio.channelCount = 1
        audio.bitsPerSample = 16
        audio.frameTimeUsec = FRAME_MS * 1000
        self.createPort("call", audio)

    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        try:
            sound = self.frames.next_frame() if self.frames else SILENCE
        except Exception:
            log.exception("no frame to send")
            sound = SILENCE
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.buf = pj.ByteVector(sound)
        frame.size = FRAME_BYTES

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        try:
            if self.frames:
                there = frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and frame.size == FRAME_BYTES
                self.frames.heard_frame(bytes(frame.buf) if there else SILENCE)
        except Exception:
            log.exception("a received frame was lost")


class AudioPorts:
    """The ports of a process, lent to one call after another (SIP thread).

    A port is never freed while the media clock runs: pjsua2 2.15 takes it out of its conference
    only at the next tick, and that tick would call a freed object.
    """

    def __init__(self) -> None:
        self._idle: list[AudioPort] = []

    def lend(self, frames: Frames) -> AudioPort:
        """A port for a call; give it back when the call is over."""
        port = self._idle.pop() if self._idle else AudioPort()
        port.frames = frames
        return port

    def give_back(self, port: AudioPort) -> None:
        """The call that had it is over."""
        port.frames = None
        self._idle.append(port)

    def close(self) -> None:
        """Frees all; call after the clock has stopped and before the library is destroyed."""
        self._idle.clear()
