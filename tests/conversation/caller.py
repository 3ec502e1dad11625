"""A caller of the session alone, on a virtual clock: a scripted dialogue, a line that writes down."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from voicebot.bank.authentication import PinResult
from voicebot.bank.preferences import Preferences
from voicebot.config import ConversationSettings
from voicebot.conversation.commands import load_commands
from voicebot.conversation.events import Event, Key, PromptsFinished, Said, Speaking, Tick
from voicebot.conversation.session import Session
from voicebot.conversation.turn import Listen, Prompt, Turn
from voicebot.dialogue.language.sounds import Accent

NOW = datetime(2026, 11, 23, 10, 0)


class Wording(dict[str, str]):
    """Every response says its own name."""

    def __missing__(self, name: str) -> str:
        return f"<{name}>"


NLU_DATA = Path(__file__).parents[2] / "nlu_data"
ACCENT = Accent.load(NLU_DATA / "accent.yml")
COMMANDS = load_commands(NLU_DATA / "commands.yml", ACCENT)


def ask(text: str, kind: str = "choice", **facts: Any) -> Turn:
    private, max_keys = facts.pop("private", False), facts.pop("max_keys", None)
    listen = Listen(kind, max_keys, private=private)  # type: ignore[arg-type]
    return Turn((Prompt(f"utter_{text}", text),), listen, **facts)


MENU = ask("menu", keys={"1": "/ask_balance"})
PIN = ask("pin", "secret", max_keys=6)
AMOUNT = ask("amount", "money")
CARD = ask("card", "digits", private=True)
GOODBYE = ask("goodbye", then="hangup")
TO_A_PERSON = ask("to a person", then="transfer")


class WrittenLine:
    """A line that writes down what it is told to do."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.sounds: list[str] = []
        self.filled: list[str] = []
        self.rest: tuple[Prompt, ...] = ()
        self.did: list[str] = []
        self.rate = 1.0
        self.recording_ok = True

    def say(self, prompts: Sequence[Prompt]) -> None:
        self.said.append("".join(prompt.text for prompt in prompts))
        self.sounds.append(" ".join(prompt.text or prompt.name for prompt in prompts))
        self.rest = ()

    def fill(self, prompts: Sequence[Prompt]) -> None:
        self.filled.append(" ".join(prompt.text or prompt.name for prompt in prompts))

    def unsaid(self) -> tuple[Prompt, ...]:
        return self.rest

    def hush(self) -> None:
        self.did.append("hush")

    def listen(self, listen: Listen) -> None:
        self.listening = listen

    def set_rate(self, rate: float) -> None:
        self.rate = rate

    def conceal_since(self, at: float) -> None:
        self.did.append(f"conceal since {at}")

    def transfer(self) -> None:
        self.did.append("transfer")

    def hang_up(self) -> None:
        self.did.append("hang up")

    def recording_s(self, at: float) -> float:
        return at


class ScriptedDialogue:
    """Answers the greeting and then each message with the next turn of a list."""

    def __init__(self, turns: Sequence[Turn | Exception]) -> None:
        self._turns = list(turns)
        self.messages: list[str] = []
        self.others: list[list[str]] = []

    async def say(self, call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
        self.messages.append(message)
        self.others.append(metadata["others"])
        turn = self._turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        return turn


class PinBook:
    def __init__(self, *results: PinResult) -> None:
        self._results = list(results)
        self.callbacks = 0
        self.told: list[int] = []
        self.ended: list[str] = []
        self.profile: Preferences | None = None
        self.kept: list[Preferences] = []

    def verify_pin(self, call_id: str, pin: str, now: datetime) -> PinResult:
        return self._results.pop(0)

    def note_callback(self, call_id: str, phone: str, reason: str, now: datetime) -> object:
        self.callbacks += 1
        return None

    def outcomes_told(self, outcome_ids: Collection[int], now: datetime) -> None:
        self.told.extend(outcome_ids)

    def call_ended(self, call_id: str, now: datetime) -> None:
        self.ended.append(call_id)

    def preferences(self, call_id: str, caller_number: str) -> Preferences | None:
        return self.profile

    def keep_preferences(self, call_id: str, caller_number: str, chosen: Preferences) -> None:
        self.kept.append(chosen)


class MemoryLog:
    def __init__(self) -> None:
        self.lines: list[str] = []

    def heard(self, *, by: str, caller: str, at: float, **_recorded: object) -> None:
        self.lines.append(f"{by}:{caller}")

    def answered(self, turn: Turn, at: float) -> None:
        self.lines.append(f"bot:{turn.text}")

    def noted(self, what: str, at: float) -> None:
        self.lines.append(f"note:{what}")


class Caller:
    """A session with everything around it, and short words for what a caller does."""

    def __init__(
        self, *turns: Turn | Exception, pins: Sequence[PinResult] = (), accent: Accent = ACCENT
    ) -> None:
        self.accent = accent
        self.line, self.log = WrittenLine(), MemoryLog()
        self.wording = Wording()
        self.dialogue, self.bank = ScriptedDialogue(turns), PinBook(*pins)
        self.session = Session(
            "call-1",
            "13909510001",
            line=self.line,
            dialogue=self.dialogue,
            bank=self.bank,
            log=self.log,
            wording=self.wording,
            accent=self.accent,
            commands=COMMANDS,
            settings=ConversationSettings(),
            announced={"utter_done": "done", "utter_sorry": "error"},
            usual=Preferences(),
            now=lambda: NOW,
        )

    async def happens(self, *events: Event) -> None:
        for event in events:
            await self.session.handle(event)

    async def says(self, text: str, at: float = 10.0) -> None:
        await self.happens(Speaking(at - 1), Said(text, 0.9, at - 1, at))

    async def keys(self, keys: str, at: float = 10.0) -> None:
        for i, key in enumerate(keys):
            await self.happens(Key(key, at + 0.1 * i))

    async def is_silent(self) -> float:
        """The bot finishes speaking, and the caller says nothing until it speaks again."""
        self.now = getattr(self, "now", 0.0)
        await self.happens(PromptsFinished(self.now))
        due = self.session.deadline
        assert due is not None
        await self.happens(Tick(due - 0.01))
        before = len(self.line.said)
        await self.happens(Tick(due))
        assert len(self.line.said) == before + 1
        waited, self.now = due - self.now, due
        return waited


Story = Callable[[], Coroutine[Any, Any, None]]


def run(story: Story) -> None:
    asyncio.run(story())
