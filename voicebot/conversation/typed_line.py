"""A caller at a terminal: a line of text is speech, `key:1234#` is keys. The session is the same.

Nothing is timed here: what the bot says counts as heard to its end, and a number without `#`, or a
lone `*`, ends with the line it was typed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from voicebot.conversation.events import Key, PromptsFinished, Said, Transferred
from voicebot.conversation.session import Session
from voicebot.conversation.turn import Listen, Prompt, Turn

KEYS_PREFIX = "key:"
# Every line is whole: none comes so soon that it would be the rest of the one before.
TYPED_EVERY_S = 10.0


class TypedLine:
    """The `Line` and the `Log` of a typed call: collects what one line of input brought about."""

    recording_ok = True

    def __init__(self) -> None:
        self._said: list[Prompt] = []
        self._heard = ""
        self._turn = Turn(prompts=())
        self._now = 0.0
        self._asked_for_person = False
        self._speaking = False
        self.over = False

    # Line -------------------------------------------------------------------------------------

    def say(self, prompts: Sequence[Prompt]) -> None:
        self.fill(prompts)
        self._speaking = True

    def fill(self, prompts: Sequence[Prompt]) -> None:
        self._said.extend(prompt for prompt in prompts if prompt.text)

    def unsaid(self) -> tuple[Prompt, ...]:
        return ()

    def hush(self) -> None:
        self._speaking = False

    def listen(self, listen: Listen) -> None:
        self._listen = listen

    def set_rate(self, rate: float) -> None:
        """A terminal has no rate."""

    def conceal_since(self, at: float) -> None:
        """Nothing of a typed call is recorded."""

    def transfer(self) -> None:
        self._asked_for_person = True

    def hang_up(self) -> None:
        self.over = True

    def recording_s(self, at: float) -> float:
        return at

    # Log --------------------------------------------------------------------------------------

    def heard(self, *, by: str, caller: str, at: float, **_recorded: object) -> None:
        self._heard = f"{by}:{caller}" if by == "voice" else caller

    def answered(self, turn: Turn, at: float) -> None:
        self._turn = turn

    def noted(self, what: str, at: float) -> None:
        self._heard = what

    # The terminal -----------------------------------------------------------------------------

    async def begin(self, session: Session) -> dict[str, Any]:
        """The greeting."""
        await session.start(self._now)
        return await self._finish(session)

    async def type(self, session: Session, text: str) -> dict[str, Any]:
        """What the line `text` brought about, as one JSON document."""
        self._now += TYPED_EVERY_S
        if text.startswith(KEYS_PREFIX):
            keys = text[len(KEYS_PREFIX) :].strip()
            for key in keys:
                self._now += 0.1
                await session.handle(Key(key, self._now))
            if not self._said:
                await session.handle(Key("*" if keys.endswith("*") else "#", self._now))
        else:
            await session.handle(Said(text, 1.0, self._now, self._now))
        return await self._finish(session)

    async def _finish(self, session: Session) -> dict[str, Any]:
        while self._speaking:
            self._speaking = False
            await session.handle(PromptsFinished(self._now))
            if self._asked_for_person:
                self._asked_for_person = False
                await session.handle(Transferred(False, self._now))
        document = {
            "heard": self._heard,
            "intent": self._turn.intent,
            "bot": "".join(prompt.text for prompt in self._said),
            "prompts": [prompt.name for prompt in self._said],
            "state": self._turn.state,
            "listen": self._listen.kind,
            "keys": dict(self._turn.keys),
            "over": self.over,
        }
        self._said, self._heard = [], ""
        return document
