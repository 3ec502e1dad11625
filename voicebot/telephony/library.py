"""Sets pjsua2 up the way this product uses it: no sound card, no threads of its own, three codecs.

pjsua2 is driven by the thread that calls `start_library`; its objects are made and freed there.
Only the media clock runs elsewhere, and calls nothing but `onFrameRequested`/`onFrameReceived`.
"""

from __future__ import annotations

import socket

import pjsua2 as pj

from voicebot.telephony.errors import PortBusy, TelephonyError

RATE_HZ = 16_000
FRAME_MS = 20
CALLS_PER_PROCESS = 4
# Preferred first: G.722 is twice the band of the others (EN 301 549 asks for 7 kHz).
CODECS = (("G722/16000/1", 250), ("PCMA/8000/1", 200), ("PCMU/8000/1", 150))
# How much audio may wait for late packets before it is played: more is safer, and later. It begins
# with one packet, so that whoever speaks into the greeting is heard at once, and grows with need.
JITTER_MAX_MS = 200
JITTER_START_MS = 20


def start_library(
    port: int, address: str, *, tcp: bool = True, jitter_start_ms: int = JITTER_START_MS
) -> pj.Endpoint:
    """A started pjsua2 endpoint on `address`:`port`, 0 for any port; PortBusy if it is taken."""
    if port:
        _check_free(port, address)
    endpoint = pj.Endpoint()
    endpoint.libCreate()
    config = pj.EpConfig()
    config.uaConfig.threadCnt = 0
    config.uaConfig.mainThreadOnly = True
    config.uaConfig.maxCalls = CALLS_PER_PROCESS
    config.uaConfig.userAgent = "voicebot"
    config.medConfig.clockRate = RATE_HZ
    config.medConfig.audioFramePtime = FRAME_MS
    config.medConfig.ptime = FRAME_MS
    config.medConfig.ecTailLen = 0
    # The null sound device is the clock of all audio: it may not stop between two calls.
    config.medConfig.sndAutoCloseTime = -1
    # Silence is sent as silence: a line that goes dead makes callers hang up.
    config.medConfig.noVad = True
    config.medConfig.jbInit = jitter_start_ms
    config.medConfig.jbMax = JITTER_MAX_MS
    config.logConfig.level = 1
    config.logConfig.consoleLevel = 0
    endpoint.libInit(config)
    # OpenSSL 1.0.2 knows no MD5 until it is initialised, and without MD5 no trunk's digest
    # challenge is answered (pjproject issue 4187); asking for its ciphers initialises it.
    endpoint.utilSslGetAvailableCiphers()
    try:
        _open_transports(endpoint, port, address, tcp)
    except pj.Error as error:
        endpoint.libDestroy()
        raise TelephonyError(f"cannot listen on {address}:{port}: {error.reason}") from error
    endpoint.audDevManager().setNullDev()
    for codec in endpoint.codecEnum2():
        endpoint.codecSetPriority(codec.codecId, dict(CODECS).get(codec.codecId, 0))
    endpoint.libStart()
    return endpoint


def stop_clock(endpoint: pj.Endpoint) -> None:
    """No audio moves from now on, so that audio ports can be freed."""
    endpoint.audDevManager().setNoDev()


def _open_transports(endpoint: pj.Endpoint, port: int, address: str, tcp: bool) -> None:
    transport = pj.TransportConfig()
    transport.port = port
    transport.boundAddress = "" if address == "0.0.0.0" else address
    endpoint.transportCreate(pj.PJSIP_TRANSPORT_UDP, transport)
    if tcp:
        endpoint.transportCreate(pj.PJSIP_TRANSPORT_TCP, transport)


def _check_free(port: int, address: str) -> None:
    for kind in (socket.SOCK_DGRAM, socket.SOCK_STREAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            if kind == socket.SOCK_STREAM:
                # A connection that has just ended does not make the port busy.
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError:
                raise PortBusy(port) from None
