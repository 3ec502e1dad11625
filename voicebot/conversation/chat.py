"""`voicebot chat`: the dialogue typed, on a demonstration bank, so that no real money moves."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from contextlib import ExitStack
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
    """One typed call. Entering it starts a dialogue server of its own; leaving it stops that."""

    def __init__(self, settings: Settings, caller: str, progress: Callable[[str], None]) -> None:
        self._settings = for_trial(settings, Path(mkdtemp(prefix="voicebot-chat-")))
        self._caller = caller
        self._progress = progress
        self._loop = asyncio.new_event_loop()
        self._line = TypedLine()
        self._resources = ExitStack()

    def __enter__(self) -> Chat:
        settings = self._settings
        seed_demonstration_bank(settings)
        call_id = f"chat-{uuid.uuid4()}"
        self._session = Sessions(settings).open(call_id, self._caller, self._line, self._line)
        self._resources.enter_context(DialogueServer(self._settings, self._progress))
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._resources.close()
        self._loop.close()

    def greeting(self) -> dict[str, Any]:
        """What the bot says first (see `TypedLine` for the fields)."""
        return self._loop.run_until_complete(self._line.begin(self._session))

    def type(self, text: str) -> dict[str, Any]:
        """What the bot makes of one typed line."""
        return self._loop.run_until_complete(self._line.type(self._session, text))
