"""`voicebot chat`: the dialogue typed, on a demonstration bank, so that no real money moves."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import mkdtemp
from types import TracebackType
from typing import Any

from voicebot.config import Settings
from voicebot.conversation.sessions import Sessions
from voicebot.conversation.typed_line import TypedLine
from voicebot.dialogue.server import DialogueServer
from voicebot.trial import for_trial, seed_demonstration_bank


class Chat:
    """Entering it starts a dialogue server on a demonstration bank and gives its `TypedCalls`."""

    def __init__(self, settings: Settings, progress: Callable[[str], None]) -> None:
        self._settings = for_trial(settings, Path(mkdtemp(prefix="voicebot-chat-")))
        self._progress = progress
        self._resources = ExitStack()

    def __enter__(self) -> TypedCalls:
        seed_demonstration_bank(self._settings)
        self._resources.enter_context(DialogueServer(self._settings, self._progress))
        return self._resources.enter_context(closing(TypedCalls(self._settings)))

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.close()


class TypedCalls:
    """Typed calls to a dialogue server that is there, one after the other."""

    def __init__(self, settings: Settings) -> None:
        """ConfigError if the wording or the commands are broken."""
        self._sessions = Sessions(settings)
        self._loop = asyncio.new_event_loop()

    def close(self) -> None:
        """No more calls."""
        self._loop.close()

    def ring(self, caller: str) -> dict[str, Any]:
        """A new call from this number ("": withheld): what the bot says first (see `TypedLine`)."""
        self._line = TypedLine()
        call_id = f"chat-{uuid.uuid4()}"
        self._session = self._sessions.open(call_id, caller, self._line, self._line)
        return self._loop.run_until_complete(self._line.begin(self._session))

    def type(self, text: str) -> dict[str, Any]:
        """What the bot makes of one typed line."""
        return self._loop.run_until_complete(self._line.type(self._session, text))
