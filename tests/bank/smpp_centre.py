"""A small SMS centre: SMPP 3.4 over a socket, as the standard's chapter 4 lays the bytes out."""

from __future__ import annotations

import socketserver
import struct
import threading
from dataclasses import dataclass, field

BIND_TRANSMITTER, SUBMIT_SM, UNBIND, RESPONSE = 0x02, 0x04, 0x06, 0x80000000
INVALID_PASSWORD = 0x0E
UDH_INDICATOR = 0x40


@dataclass
class Submitted:
    """One submit_sm."""

    source: str
    destination: str
    data_coding: int
    esm_class: int
    content: bytes


@dataclass
class Centre:
    """`statuses` are answered to the next submissions in turn, then 0 (taken)."""

    password: str = "secret"
    taken: list[Submitted] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    hang_up: bool = False

    def __enter__(self) -> Centre:
        centre = self

        class Connection(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                while header := self.rfile.read(16):
                    length, command, _, sequence = struct.unpack(">4I", header)
                    answer = centre.answer(command, self.rfile.read(length - 16))
                    if answer is None:
                        return
                    status, body = answer
                    body = body if status == 0 else b""
                    head = struct.pack(">4I", 16 + len(body), command | RESPONSE, status, sequence)
                    self.wfile.write(head + body)

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Connection)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, command: int, body: bytes) -> tuple[int, bytes] | None:
        """Status and body of the response; None hangs up."""
        if command == BIND_TRANSMITTER:
            _system_id, password = body.split(b"\0")[:2]
            right = password.decode() == self.password
            return (0 if right else INVALID_PASSWORD), b"centre\0"
        if command == UNBIND:
            return 0, b""
        if self.hang_up:
            self.hang_up = False
            return None
        status = self.statuses.pop(0) if self.statuses else 0
        if status == 0:
            self.taken.append(_submitted(body))
        return status, b"message-1\0"


def _submitted(body: bytes) -> Submitted:
    """Fields of submit_sm (4.4.1): C-octet strings end with a zero byte."""
    _service, rest = body.split(b"\0", 1)
    source, rest = rest[2:].split(b"\0", 1)
    destination, rest = rest[2:].split(b"\0", 1)
    esm_class = rest[0]
    _schedule, rest = rest[3:].split(b"\0", 1)
    _validity, rest = rest.split(b"\0", 1)
    data_coding, length = rest[2], rest[4]
    return Submitted(
        source.decode(), destination.decode(), data_coding, esm_class, rest[5 : 5 + length]
    )
