"""One answered SIP call. Safe to use from any thread: commands wait for the SIP thread."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import Protocol

import pjsua2 as pj

from voicebot.telephony.audio_port import AudioPort, AudioPorts
from voicebot.telephony.keys import KeyPresses, Way
from voicebot.telephony.refer_to import refer_to
from voicebot.telephony.tones import ToneGate

log = logging.getLogger(__name__)

CALLER = re.compile(r"sips?:([^@;>]+)@")
WAYS: dict[int, Way] = {
    pj.PJSUA_DTMF_METHOD_RFC2833: "rfc4733",
    pj.PJSUA_DTMF_METHOD_SIP_INFO: "info",
}


class CallAudio(Protocol):
    """The audio ends of a call, and its keys. Called on SIP and media threads: never block."""

    def next_frame(self) -> bytes:
        """The next 20 ms that the caller hears: 640 bytes."""

    def heard_frame(self, frame: bytes) -> None:
        """20 ms of the caller: 640 bytes."""

    def key(self, key: str) -> None:
        """One press of "0"…"9", "*" or "#"."""

    def hung_up(self) -> None:
        """The call is over; nothing follows."""

    def transferred(self, ok: bool) -> None:
        """The network's final answer to `Call.transfer`."""


class Call:
    """`caller_number` is the user part of the caller's SIP address, "" if withheld."""

    def __init__(
        self, sip: SipCall, run_on_sip_thread: Callable[[Callable[[], None]], None]
    ) -> None:
        """SIP thread."""
        self.id = uuid.uuid4().hex
        match = CALLER.search(sip.getInfo().remoteUri)
        number = match[1] if match else ""
        self.caller_number = number if number.isdigit() else ""
        self._run = run_on_sip_thread
        self._sip: SipCall | None = sip

    def detach(self) -> None:
        """Lets go of the pjsua2 object, which may be freed on the SIP thread only (SIP thread)."""
        self._sip = None

    def hangup(self) -> None:
        """Ends the call."""
        self._run(lambda: self._sip.end() if self._sip else None)

    def transfer(self, uri: str) -> None:
        """Asks the network to send the caller to `uri`, who learns this call's id (SIP REFER)."""
        target = refer_to(uri, self.id)
        self._run(lambda: self._sip.refer(target) if self._sip else None)


class SipCall(pj.Call):
    """The pjsua2 side of a call; lives on the SIP thread. `audio` is set before it is accepted."""

    audio: CallAudio

    def __init__(
        self,
        account: pj.Account,
        call_id: int,
        ports: AudioPorts,
        ended: Callable[[SipCall], None],
    ) -> None:
        super().__init__(account, call_id)
        self._ports = ports
        self._ended = ended
        self._port: AudioPort | None = None
        self._presses = KeyPresses()
        self._tones = ToneGate()

    def accept(self) -> None:
        """Answers with 200."""
        answer = pj.CallOpParam()
        answer.statusCode = pj.PJSIP_SC_OK
        self.answer(answer)

    def end(self) -> None:
        """Hangs up; a call that is over already is left alone."""
        if self.isActive():
            self.hangup(pj.CallOpParam())

    def refer(self, target: str) -> None:
        """Sends REFER; `transferred` is told what becomes of it."""
        try:
            self.xfer(target, pj.CallOpParam(True))
        except pj.Error as error:
            log.error("transfer to %s: %s; correct sip.human_address", target, error.reason)
            self.audio.transferred(False)

    def give_port_back(self) -> None:
        """Lets the audio go, after which nothing holds this object but its owner."""
        if self._port:
            self._ports.give_back(self._port)
            self._port = None

    # pjsua2's callbacks ------------------------------------------------------------------------

    def onCallState(self, _state: pj.OnCallStateParam) -> None:
        if self.getInfo().state == pj.PJSIP_INV_STATE_DISCONNECTED:
            self.audio.hung_up()
            self._ended(self)

    def onCallMediaState(self, _state: pj.OnCallMediaStateParam) -> None:
        info = self.getInfo()  # owns `media`, which dangles once it is freed
        for index, media in enumerate(info.media):
            active = media.status == pj.PJSUA_CALL_MEDIA_ACTIVE
            if media.type == pj.PJMEDIA_TYPE_AUDIO and active:
                self._connect(self.getAudioMedia(index))

    def onDtmfDigit(self, digit: pj.OnDtmfDigitParam) -> None:
        self._press(digit.digit, WAYS.get(digit.method, "info"))

    def onCallTransferStatus(self, status: pj.OnCallTransferStatusParam) -> None:
        if status.statusCode < pj.PJSIP_SC_OK:
            return
        ok = status.statusCode < pj.PJSIP_SC_MULTIPLE_CHOICES
        status.cont = False
        self.audio.transferred(ok)
        if ok:
            self.end()

    # Audio ---------------------------------------------------------------------------------------

    def _connect(self, media: pj.AudioMedia) -> None:
        """A re-INVITE gives new media: the port stays, its connections are made again."""
        if self._port is None:
            self._port = self._ports.lend(self)
        self._port.startTransmit(media)
        media.startTransmit(self._port)

    def next_frame(self) -> bytes:
        return self.audio.next_frame()

    def heard_frame(self, frame: bytes) -> None:
        """Passes the caller's sound on, one frame late and without the tones of keys."""
        key, heard = self._tones.process(frame)
        if key:
            self._press(key, "tone")
        self.audio.heard_frame(heard)

    def _press(self, key: str, way: Way) -> None:
        if key in "0123456789*#" and self._presses.arrives(key, way, time.monotonic()):
            self.audio.key(key)
