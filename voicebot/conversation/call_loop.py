"""Runs a session on a line until the caller is gone: the only place with a clock and a loop."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Protocol

from voicebot.conversation.events import Event, Tick
from voicebot.conversation.session import Session

log = logging.getLogger(__name__)


class EventSource(Protocol):
    """A line as this loop sees it."""

    async def next_event(self) -> Event | None:
        """The next thing that happened; None when the caller is gone."""


async def converse(session: Session, line: EventSource) -> None:
    """Greets the caller and handles everything that happens until the call is over.

    A mistake of ours in one event never ends a call: the caller hears an apology and goes on.
    """
    try:
        await _converse(session, line)
    finally:
        await session.end()


async def _converse(session: Session, line: EventSource) -> None:
    await session.start(time.monotonic())
    while True:
        deadline = session.deadline
        timeout = None if deadline is None else max(deadline - time.monotonic(), 0.0)
        try:
            event = await asyncio.wait_for(line.next_event(), timeout)
        except asyncio.TimeoutError:
            event = Tick(time.monotonic())
        if event is None:
            return
        try:
            await session.handle(event)
        except Exception:
            log.exception("handling %s failed; the caller hears an apology", type(event).__name__)
            session.apologise(time.monotonic())
