"""Which model answers which call: a call stays with the one that it began with.

release ─────────────── B ────────────────▶
call 1  ├── A A A A A A A A ──┤
call 2                     ├── B B B ──┤
"""

from __future__ import annotations

import asyncio

from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from voicebot.dialogue.trackers import CALLS_KEPT, RecentTrackers

WARM_UP = "查余额"


class ServedModels:
    """Models are forgotten with the last call that began with them."""

    def __init__(self) -> None:
        self._newest: Agent | None = None
        self._calls: dict[str, Agent] = {}

    def of(self, call_id: str, first: Agent) -> Agent:
        """The model of the call; a new call gets the newest, which is `first` before any other."""
        agent = self._calls.pop(call_id, None) or self._newest or first
        self._calls[call_id] = agent  # the call that spoke last is the last to be forgotten
        while len(self._calls) > CALLS_KEPT:
            del self._calls[next(iter(self._calls))]
        return agent

    async def serve(self, model: str, actions_url: str) -> None:
        """New calls get the model in the file `model`, loaded while others go on."""
        loop = asyncio.get_running_loop()
        agent = await loop.run_in_executor(None, _load, model, actions_url)
        await agent.parse_message(WARM_UP)
        self._newest = agent


def _load(model: str, actions_url: str) -> Agent:
    return Agent.load(
        model,
        tracker_store=RecentTrackers(Domain.empty()),
        action_endpoint=EndpointConfig(actions_url, enable_selective_domain=True),
    )
