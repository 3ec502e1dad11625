"""What can go wrong with SIP; the message says what staff can do."""

from __future__ import annotations


class TelephonyError(Exception):
    """The SIP side cannot do what it was asked."""


class PortBusy(TelephonyError):
    """Another program listens on the SIP port."""

    def __init__(self, port: int) -> None:
        super().__init__(
            f"port {port} is taken; stop the program that uses it (is voicebot running already?) "
            "or set another sip.port in config.yaml"
        )
        self.port = port


class ScriptError(TelephonyError):
    """A caller's script is wrong; the message names the line."""
