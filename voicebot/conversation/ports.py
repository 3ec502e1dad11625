"""What a session needs from the world: a line to the caller, the dialogue, the bank, a log."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from voicebot.bank.authentication import PinResult
from voicebot.bank.preferences import Preferences
from voicebot.conversation.turn import Listen, Prompt, Turn


class Line(Protocol):
    """The caller's end. No method blocks; what happens comes back as events."""

    @property
    def recording_ok(self) -> bool:
        """Whether everything so far is in the recording."""

    def say(self, prompts: Sequence[Prompt]) -> None:
        """Speaks the prompts instead of what is being said; PromptsFinished follows."""

    def fill(self, prompts: Sequence[Prompt]) -> None:
        """Speaks the prompts until the next `say`; no PromptsFinished follows."""

    def unsaid(self) -> tuple[Prompt, ...]:
        """What was left of the last `say` when it was interrupted, from the start of the phrase."""

    def hush(self) -> None:
        """Stops speaking; no PromptsFinished follows."""

    def listen(self, listen: Listen) -> None:
        """From now on the caller answers this."""

    def set_rate(self, rate: float) -> None:
        """Speaks at `rate` times the recorded speed."""

    def conceal_since(self, at: float) -> None:
        """Blanks what was recorded since `at`."""

    def transfer(self) -> None:
        """Hands the call to a person; Transferred follows."""

    def hang_up(self) -> None:
        """Ends the call."""

    def recording_s(self, at: float) -> float:
        """Seconds into the recording at the time `at`."""


class Dialogue(Protocol):
    """The dialogue model as the session sees it (`dialogue.client`)."""

    async def say(self, call_id: str, message: str, metadata: Mapping[str, Any]) -> Turn:
        """The answer to a caller's words or a payload; DialogueError when there is none."""


class Log(Protocol):
    """Where a call's turns are written down (`operations.call_log`)."""

    def heard(
        self,
        *,
        by: str,
        caller: str,
        at: float,
        recorded: tuple[float, float],
        confidence: float = 1.0,
        others: Sequence[str] = (),
    ) -> None: ...

    def answered(self, turn: Turn, at: float) -> None: ...

    def noted(self, what: str, at: float) -> None: ...


class Bank(Protocol):
    """What a session asks of the bank itself, past the dialogue. All of it blocks."""

    def verify_pin(self, call_id: str, pin: str, now: datetime) -> PinResult: ...

    def note_callback(self, call_id: str, phone: str, reason: str, now: datetime) -> object: ...

    def outcomes_told(self, outcome_ids: Collection[int], now: datetime) -> None: ...

    def call_ended(self, call_id: str, now: datetime) -> None: ...
    def preferences(self, call_id: str, caller_number: str) -> Preferences | None: ...

    def keep_preferences(self, call_id: str, caller_number: str, chosen: Preferences) -> None: ...
