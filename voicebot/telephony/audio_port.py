"""Moves 20 ms frames between a pjsua2 call and Python, 640 bytes of 16 kHz mono int16 each way."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pjsua2 as pj

from voicebot.telephony.library import FRAME_MS, RATE_HZ

log = logging.getLogger(__name__)

FRAME_BYTES = RATE_HZ * FRAME_MS // 1000 * 2
SILENCE = bytes(FRAME_BYTES)


class AudioPort(pj.AudioMediaPort):
    """`next_frame` gives what is sent, `heard_frame` takes what was received; neither may block.

    Both run on pjsua2's media clock. An exception there would end the process, so it ends here.
    """

    def __init__(
        self, next_frame: Callable[[], bytes], heard_frame: Callable[[bytes], None]
    ) -> None:
        super().__init__()
        self._next_frame = next_frame
        self._heard_frame = heard_frame
        audio = pj.MediaFormatAudio()
        audio.type = pj.PJMEDIA_TYPE_AUDIO
        audio.clockRate = RATE_HZ
        audio.channelCount = 1
        audio.bitsPerSample = 16
        audio.frameTimeUsec = FRAME_MS * 1000
        self.createPort("call", audio)

    def onFrameRequested(self, frame: pj.MediaFrame) -> None:
        try:
            sound = self._next_frame()
        except Exception:
            log.exception("no frame to send")
            sound = SILENCE
        frame.type = pj.PJMEDIA_FRAME_TYPE_AUDIO
        frame.buf = pj.ByteVector(sound)
        frame.size = FRAME_BYTES

    def onFrameReceived(self, frame: pj.MediaFrame) -> None:
        try:
            there = frame.type == pj.PJMEDIA_FRAME_TYPE_AUDIO and frame.size == FRAME_BYTES
            self._heard_frame(bytes(frame.buf) if there else SILENCE)
        except Exception:
            log.exception("a received frame was lost")
