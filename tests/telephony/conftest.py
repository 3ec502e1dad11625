"""A hotline that only listens and hums: telephony knows no Chinese and no bank."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from voicebot.config import SipSettings
from voicebot.operations.scripted_call import CallInProgress
from voicebot.telephony.call import Call
from voicebot.telephony.endpoint import Endpoint
from voicebot.trial import free_ports

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "audio" / "callers"
HUM = (np.sin(np.arange(320) * 2 * np.pi * 400 / 16_000) * 6000).astype(np.int16).tobytes()


class Ends:
    """The ends of one call's audio: hums, and writes down what comes."""

    def __init__(self, call: Call) -> None:
        self.call = call
        self.keys = ""
        self.heard: list[bytes] = []
        self.over = False
        self.transfers: list[bool] = []

    def next_frame(self) -> bytes:
        return HUM

    def heard_frame(self, frame: bytes) -> None:
        self.heard.append(frame)

    def key(self, key: str) -> None:
        self.keys += key

    def hung_up(self) -> None:
        self.over = True

    def transferred(self, ok: bool) -> None:
        self.transfers.append(ok)

    @property
    def sound(self) -> np.ndarray:
        return np.frombuffer(b"".join(self.heard), dtype=np.int16)


class Hotline:
    """An endpoint on a free port; `calls` are those it has answered."""

    def __init__(self, **settings: object) -> None:
        (self.port,) = free_ports(1)
        self.calls: list[Ends] = []
        allow = settings.pop("allow", ["127.0.0.1"])
        self.endpoint = Endpoint(
            SipSettings(port=self.port, address="127.0.0.1", allow=allow, **settings), self._answer
        )
        self.endpoint.start()

    @property
    def uri(self) -> str:
        return f"sip:hotline@127.0.0.1:{self.port}"

    def _answer(self, call: Call) -> Ends:
        self.calls.append(Ends(call))
        return self.calls[-1]


@pytest.fixture
def hotlines() -> Iterator[Callable[..., Hotline]]:
    """Makes hotlines, one at a time: pjsua2 is one to a process."""
    made: list[Hotline] = []

    def make(**settings: object) -> Hotline:
        made.append(Hotline(**settings))
        return made[-1]

    yield make
    for hotline in made:
        hotline.endpoint.stop()


@pytest.fixture
def phone(tmp_path: Path) -> Callable[..., CallInProgress]:
    """Starts scripted callers: `phone(uri, [steps], codec=…)`."""
    count = 0

    def call(uri: str, steps: str, head: str = "") -> CallInProgress:
        nonlocal count
        count += 1
        script = tmp_path / f"{count}.yaml"
        script.write_text(f'caller: "13909510001"\n{head}\nsteps:\n{steps}', encoding="utf-8")
        return CallInProgress(uri, script, SAMPLES, tmp_path / str(count))

    return call
