"""A caller on a virtual clock: a real session, the real dialogue, a real bank, no sound."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session as DatabaseSession
from sqlalchemy.orm import sessionmaker

from tests.accessibility.dialogue import ROOT, DirectDialogue, Project
from voicebot.bank import database, ledger
from voicebot.bank.preferences import Preferences
from voicebot.config import load_settings
from voicebot.conversation.commands import load_commands
from voicebot.conversation.events import Event, Key, PromptsFinished, Said, Speaking, Tick
from voicebot.conversation.session import Session
from voicebot.conversation.teller import Teller
from voicebot.conversation.turn import Listen, Prompt, Turn
from voicebot.dialogue.language.sounds import Accent

NUMBER, PIN = "13909510001", "246810"
BEGAN = datetime(2026, 11, 24, 10, 0)
SETTINGS = load_settings(ROOT / "config.yaml")
ACCENT = Accent.load(ROOT / "nlu_data" / "accent.yml")
COMMANDS = load_commands(ROOT / "nlu_data" / "commands.yml", ACCENT)


@dataclass
class Ear:
    """What the caller hears and what becomes of the call: the session's `Line` and `Log`."""

    spoken: list[Prompt] = field(default_factory=list)
    listening: Listen = field(default_factory=Listen)
    rate: float = 1.0
    hung_up: bool = False
    transferred: bool = False
    written: list[str] = field(default_factory=list)
    recording_ok: bool = True
    hushed: bool = False
    filled: list[tuple[float, str]] = field(default_factory=list)

    def say(self, prompts: Sequence[Prompt]) -> None:
        """The short sounds beside speech are no words."""
        self.spoken = [prompt for prompt in prompts if prompt.text]
        self.hushed = False

    def fill(self, prompts: Sequence[Prompt]) -> None:
        """What is heard while an answer takes long."""
        self.filled += [(time.monotonic(), prompt.name) for prompt in prompts]

    def unsaid(self) -> tuple[Prompt, ...]:
        return ()

    def hush(self) -> None:
        self.hushed = True

    def listen(self, listen: Listen) -> None:
        self.listening = listen

    def set_rate(self, rate: float) -> None:
        self.rate = rate

    def conceal_since(self, at: float) -> None:
        self.written.append("concealed")

    def transfer(self) -> None:
        self.transferred = True

    def hang_up(self) -> None:
        self.hung_up = True

    def recording_s(self, at: float) -> float:
        return at

    def heard(self, *, by: str, caller: str, at: float, **_recorded: object) -> None:
        self.written.append(caller)

    def answered(self, turn: Turn, at: float) -> None:
        self.written.append(turn.text)

    def noted(self, what: str, at: float) -> None:
        self.written.append(what)


@dataclass(frozen=True)
class Place:
    """A state of the dialogue: the open turn, what the dialogue remembers, what the bank holds."""

    turn: Turn
    memory: dict[str, Any]
    bank: bytes
    way: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Flow, question and last prompt: what makes one state another."""
        task = self.memory["task"]
        return f"{task['flow'] if task else ''}/{self.memory['question']}/{self.turn.state}"

    def __repr__(self) -> str:
        return f"{self.name} by {' '.join(self.way)}"


class Caller:
    """Begins at a place (or with a new call); everything happens at once, time is added."""

    def __init__(
        self,
        project: Project,
        folder: Path,
        bank: bytes,
        place: Place | None = None,
        usual: Preferences | None = None,
    ) -> None:
        self._file = folder / "bank.db"
        self._file.write_bytes(place.bank if place else bank)
        self.bank: sessionmaker[DatabaseSession] = database.open_database(
            f"sqlite:///{self._file}", SETTINGS.rules
        )
        self.ear = Ear()
        self.now = 0.0
        self.dialogue = DirectDialogue(
            project, self.bank, place and place.memory, place and place.turn
        )
        self.session = Session(
            "call",
            NUMBER,
            line=self.ear,
            dialogue=self.dialogue,
            bank=Teller(self.bank),
            log=self.ear,
            wording=project.wording,
            accent=ACCENT,
            commands=COMMANDS,
            announced={},
            settings=SETTINGS.conversation,
            usual=usual or Preferences(),
            now=lambda: BEGAN + timedelta(seconds=self.now),
        )
        self._loop = asyncio.new_event_loop()
        self._run(self.session.start(self.now))
        self.hears_everything()

    def close(self) -> None:
        self._loop.close()
        self.bank.kw["bind"].dispose()

    # What a caller does ------------------------------------------------------------------------

    def presses(self, keys: str) -> None:
        """Keys one after the other; a number without # is finished by waiting."""
        for key in keys:
            self._passes(0.2)
            self._run(self.session.handle(Key(key, self.now)))
        self.hears_everything()

    def says(self, text: str, confidence: float = 0.95, after_s: float = 1.0) -> None:
        """`after_s` is how long the caller was silent before."""
        self._passes(after_s)
        self._run(self.session.handle(Speaking(self.now)))
        self._run(self.session.handle(Said(text, confidence, self.now, self.now)))
        self.hears_everything()

    def mumbles(self, text: str) -> None:
        """What is heard of it may be something else, or our own voice coming back."""
        self.says(text, confidence=0.5)

    def happens(self, event: Event) -> None:
        self._run(self.session.handle(event))

    def hears_everything(self) -> None:
        self._passes(0.5)
        self._run(self.session.handle(PromptsFinished(self.now)))

    def is_silent_until_spoken_to(self) -> float:
        """The seconds that passed; raises AssertionError if nothing is due."""
        due = self.session.deadline
        assert due is not None, "nobody would ever speak to this caller again"
        waited, self.now = due - self.now, due
        self.ear.spoken = []
        self._run(self.session.handle(Tick(self.now)))
        if self.ear.spoken:
            self.hears_everything()
        return waited

    # What there is now -------------------------------------------------------------------------

    @property
    def heard(self) -> str:
        return "".join(prompt.text for prompt in self.ear.spoken)

    @property
    def prompts(self) -> list[str]:
        return [prompt.name for prompt in self.ear.spoken]

    @property
    def turn(self) -> Turn:
        assert self.dialogue.turn
        return self.dialogue.turn

    @property
    def values(self) -> dict[str, Any]:
        task = self.dialogue.memory["task"]
        return dict(task["values"]) if task else {}

    def entries(self) -> int:
        with self.bank.begin() as db:
            return len(ledger.lines(db))

    def place(self, way: tuple[str, ...]) -> Place:
        """Where the caller is now, to come back to."""
        with self.bank.begin() as db:
            db.connection().exec_driver_sql("SELECT 1")
        self.bank.kw["bind"].dispose()
        return Place(self.turn, self.dialogue.memory, self._file.read_bytes(), way)

    def _passes(self, seconds: float) -> None:
        self.now += seconds

    def _run(self, coroutine: Any) -> None:
        self._loop.run_until_complete(coroutine)
