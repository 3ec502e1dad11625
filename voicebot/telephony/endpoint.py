"""Answers the hotline: one SIP thread that owns pjsua2 and everything made with it."""

from __future__ import annotations

import contextlib
import ipaddress
import logging
import queue
import threading
import time
from collections.abc import Callable

import pjsua2 as pj

from voicebot.config import SipSettings
from voicebot.telephony.audio_port import AudioPorts
from voicebot.telephony.call import Call, CallAudio, SipCall
from voicebot.telephony.errors import TelephonyError
from voicebot.telephony.library import start_library, stop_clock

log = logging.getLogger(__name__)

# How long the SIP thread waits for the network before it looks for commands.
POLL_MS = 10
# When to try again, told to callers who are refused while the program stops.
RETRY_AFTER_S = 30

Answer = Callable[[Call], CallAudio]


class Endpoint:
    """`answer` is called on the SIP thread for each call and gives the ends of its audio."""

    def __init__(self, settings: SipSettings, answer: Answer) -> None:
        self._settings = settings
        self._answer = answer
        self._allowed = [ipaddress.ip_network(peer, strict=False) for peer in settings.allow]
        self._commands: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="sip", daemon=True)
        self._started: queue.SimpleQueue[Exception | None] = queue.SimpleQueue()
        self._ports = AudioPorts()
        self._calls: dict[SipCall, Call] = {}
        self._over: list[SipCall] = []
        self._refused: list[pj.Call] = []
        self._draining = False
        self._stopping = False

    def start(self) -> None:
        """Takes calls from now on; raises PortBusy or TelephonyError if it cannot."""
        self._thread.start()
        error = self._started.get()
        if error:
            raise error

    def drain(self, seconds: float) -> None:
        """Refuses new calls and waits until the last caller has gone, at most `seconds`."""
        self._draining = True
        deadline = time.monotonic() + seconds
        while self._calls and time.monotonic() < deadline:
            time.sleep(POLL_MS / 1000)

    def stop(self) -> None:
        """Ends the calls that are left and gives the port back."""
        self._stopping = True
        self._thread.join()

    # The SIP thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            password = self._trunk_password()
            library = start_library(self._settings.port, self._settings.address)
        except Exception as error:
            self._started.put(error)
            return
        account = self._open_account(password)
        self._started.put(None)
        while not self._stopping:
            library.libHandleEvents(POLL_MS)
            self._obey()
            self._free_ended_calls()
        library.hangupAllCalls()
        deadline = time.monotonic() + 1.0
        while self._calls and time.monotonic() < deadline:
            library.libHandleEvents(POLL_MS)
        self._over = list(self._calls)
        self._free_ended_calls()
        self._refused.clear()
        stop_clock(library)
        self._ports.close()
        account.shutdown()
        del account
        library.libDestroy()

    def _obey(self) -> None:
        with contextlib.suppress(queue.Empty):
            while True:
                command = self._commands.get_nowait()
                try:
                    command()
                except pj.Error as error:
                    log.warning("a command for a call failed: %s", error.reason)

    def _trunk_password(self) -> str:
        trunk = self._settings.trunk
        if not trunk:
            return ""
        try:
            return trunk.password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise TelephonyError(
                f"sip.trunk.password_file {trunk.password_file}: {error.strerror}; "
                "put the trunk's password there"
            ) from error

    def _open_account(self, password: str) -> pj.Account:
        account = _Hotline(self._ring)
        config = pj.AccountConfig()
        trunk = self._settings.trunk
        if trunk:
            host = trunk.registrar.removeprefix("sip:")
            config.idUri = f"sip:{trunk.user}@{host}"
            config.regConfig.registrarUri = trunk.registrar
            config.sipConfig.authCreds.append(
                pj.AuthCredInfo("digest", "*", trunk.user, 0, password)
            )
        else:
            config.idUri = "sip:hotline@localhost"
        account.create(config, True)
        return account

    def _ring(self, account: pj.Account, invite: pj.OnIncomingCallParam) -> None:
        peer = invite.rdata.srcAddress.rsplit(":", 1)[0].strip("[]")
        if not self._is_allowed(peer):
            log.warning("call from %s refused; sip.allow in config.yaml does not name it", peer)
            self._refuse(pj.Call(account, invite.callId), pj.PJSIP_SC_FORBIDDEN)
        elif self._draining:
            self._refuse(pj.Call(account, invite.callId), pj.PJSIP_SC_SERVICE_UNAVAILABLE)
        else:
            self._take(account, invite)

    def _take(self, account: pj.Account, invite: pj.OnIncomingCallParam) -> None:
        # The only pj.Call ever made of this call: a second one hangs it up when it is freed.
        sip = SipCall(account, invite.callId, self._ports, self._call_ended)
        call = Call(sip, self._commands.put)
        try:
            sip.audio = self._answer(call)
        except Exception:
            log.exception("a call could not be taken")
            self._refuse(sip, pj.PJSIP_SC_SERVICE_UNAVAILABLE)
            return
        self._calls[sip] = call
        sip.accept()

    def _refuse(self, call: pj.Call, status: int) -> None:
        answer = pj.CallOpParam()
        answer.statusCode = status
        if status == pj.PJSIP_SC_SERVICE_UNAVAILABLE:
            retry = pj.SipHeader()
            retry.hName, retry.hValue = "Retry-After", str(RETRY_AFTER_S)
            option = pj.SipTxOption()
            option.headers = pj.SipHeaderVector([retry])
            answer.txOption = option
        # Only `answer` sends the header, and it sends it later than it returns.
        call.answer(answer)
        self._refused.append(call)

    def _call_ended(self, sip: SipCall) -> None:
        # Not freed here: pjsua2 still uses it when this callback returns.
        self._over.append(sip)

    def _free_ended_calls(self) -> None:
        """pjsua2 objects are freed on this thread and before the library, or the process dies."""
        while self._over:
            sip = self._over.pop()
            self._calls.pop(sip).detach()
            sip.give_port_back()
        self._refused = [call for call in self._refused if call.isActive()]

    def _is_allowed(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._allowed)


class _Hotline(pj.Account):
    """The account that calls come to."""

    def __init__(self, ring: Callable[[pj.Account, pj.OnIncomingCallParam], None]) -> None:
        super().__init__()
        self._ring = ring

    def onIncomingCall(self, invite: pj.OnIncomingCallParam) -> None:
        try:
            self._ring(self, invite)
        except pj.Error as error:
            log.warning("an INVITE came to nothing: %s", error.reason)

    def onRegState(self, state: pj.OnRegStateParam) -> None:
        if state.code >= pj.PJSIP_SC_MULTIPLE_CHOICES:
            log.error("registration with the trunk failed: %s %s", state.code, state.reason)
