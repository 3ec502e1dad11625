"""SIP by hand over UDP, for what no SIP library would send: foreign, odd and broken peers."""

from __future__ import annotations

import hashlib
import re
import socket
import uuid

WAIT_S = 5.0


class Peer:
    """One UDP socket that speaks SIP with the hotline."""

    def __init__(self, hotline_port: int = 0) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.settimeout(WAIT_S)
        self.port: int = self.socket.getsockname()[1]
        self.hotline = ("127.0.0.1", hotline_port)
        self.call_id, self.tag = uuid.uuid4().hex, uuid.uuid4().hex[:8]
        self.to = ""

    def send(self, text: str, to: tuple[str, int] | None = None) -> None:
        self.socket.sendto(text.replace("\n", "\r\n").encode(), to or self.hotline)

    def receive(self) -> tuple[str, tuple[str, int]]:
        data, sender = self.socket.recvfrom(65_535)
        return data.decode(errors="replace"), sender

    def wait_for(self, start: str) -> str:
        """The next message that begins with `start`; others are passed over."""
        while True:
            text, _ = self.receive()
            if text.startswith(start):
                return text

    def invite(self) -> str:
        """Calls the hotline; its final answer."""
        sdp = (
            f"v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\n"
            f"m=audio {self.port + 1} RTP/AVP 8 101\na=rtpmap:8 PCMA/8000\n"
            f"a=rtpmap:101 telephone-event/8000\na=sendrecv\n"
        )
        length = len(sdp.replace("\n", "\r\n"))
        self.send(
            self._request("INVITE", 1)
            + f"Contact: <sip:peer@127.0.0.1:{self.port}>\n"
            + f"Content-Type: application/sdp\nContent-Length: {length}\n\n{sdp}"
        )
        while True:
            text, _ = self.receive()
            if text.startswith("SIP/2.0") and not text.startswith("SIP/2.0 1"):
                self.to = header(text, "To")
                self.send(self._request("ACK", 1) + "Content-Length: 0\n\n")
                return text

    def bye(self) -> None:
        self.send(self._request("BYE", 9) + "Content-Length: 0\n\n")

    def answer(self, request: str, status: str) -> None:
        """Answers a request of the hotline."""
        copied = "".join(
            f"{name}: {header(request, name)}\n"
            for name in ("Via", "From", "To", "Call-ID", "CSeq")
        )
        self.send(f"SIP/2.0 {status}\n{copied}Content-Length: 0\n\n")

    def notify(self, fragment: str) -> None:
        """Tells the hotline what became of its REFER."""
        self.send(
            self._request("NOTIFY", 5)
            + f"Contact: <sip:peer@127.0.0.1:{self.port}>\nEvent: refer\n"
            + "Subscription-State: terminated;reason=noresource\n"
            + f"Content-Type: message/sipfrag\nContent-Length: {len(fragment)}\n\n{fragment}"
        )

    def close(self) -> None:
        self.socket.close()

    def _request(self, method: str, number: int) -> str:
        to = self.to or f"<sip:hotline@127.0.0.1:{self.hotline[1]}>"
        return (
            f"{method} sip:hotline@127.0.0.1:{self.hotline[1]} SIP/2.0\n"
            f"Via: SIP/2.0/UDP 127.0.0.1:{self.port};branch=z9hG4bK{uuid.uuid4().hex[:12]}\n"
            f"Max-Forwards: 70\nFrom: <sip:13909510001@127.0.0.1>;tag={self.tag}\n"
            f"To: {to}\nCall-ID: {self.call_id}\nCSeq: {number} {method}\n"
        )


def header(message: str, name: str) -> str:
    """The value of a header; "" if the message has none."""
    match = re.search(rf"^{name}\s*:\s*(.*?)\r?$", message, re.MULTILINE | re.IGNORECASE)
    return match[1] if match else ""


def digest_is_right(authorization: str, method: str, password: str) -> bool:
    """Whether an Authorization header proves the password (RFC 2617, MD5 without qop)."""
    field = dict(re.findall(r'(\w+)="?([^",]+)"?', authorization))
    secret = _md5(f"{field['username']}:{field['realm']}:{password}")
    request = _md5(f"{method}:{field['uri']}")
    return field["response"] == _md5(f"{secret}:{field['nonce']}:{request}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()
