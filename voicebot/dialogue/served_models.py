"""Which model answers which call: the one whose wording and ear the call began with, to its end.

release ─────────────── B ────────────────▶
call 1  ├── A A A A A A A A ──┤
call 2                     ├── B B B ──┤

The process that answers a call names the model with every message. It asks here which one is the
newest before it loads the words and the ear of that release, so both are of one release.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from rasa.core.agent import Agent
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from voicebot.dialogue.trackers import CALLS_KEPT, RecentTrackers

WARM_UP = "查余额"
# Whoever answers calls loads a new release within seconds; until then it names one before.
MODELS_KEPT = 3


class ServedModels:
    """Models are forgotten with the last call that began with them."""

    def __init__(self) -> None:
        self._models: dict[str, Agent] = {}
        self._calls: dict[str, Agent] = {}

    def newest(self, first: Agent) -> str:
        """The name of the model for new calls, which is `first` before any other."""
        return next(reversed(self._models), name_of(first))

    def of(self, call_id: str, model: str, first: Agent) -> Agent:
        """The model of the call; a new one gets that of this name, the newest if that is gone."""
        agent = self._calls.pop(call_id, None) or self._named(model, first)
        self._calls[call_id] = agent  # the call that spoke last is the last to be forgotten
        while len(self._calls) > CALLS_KEPT:
            del self._calls[next(iter(self._calls))]
        return agent

    async def serve(self, model: str, actions_url: str) -> None:
        """New calls may get the model in the file `model`, loaded while others go on."""
        loop = asyncio.get_running_loop()
        agent = await loop.run_in_executor(None, _load, model, actions_url)
        await agent.parse_message(WARM_UP)
        self._models.pop(name_of(agent), None)
        self._models[name_of(agent)] = agent
        while len(self._models) > MODELS_KEPT:
            del self._models[next(iter(self._models))]

    def _named(self, model: str, first: Agent) -> Agent:
        known = {name_of(first): first} | self._models
        return known.get(model) or known[self.newest(first)]


def name_of(agent: Agent) -> str:
    """What the agent's model is called in releases and turns."""
    return Path(agent.processor.model_filename).name.removesuffix(".tar.gz")


def _load(model: str, actions_url: str) -> Agent:
    return Agent.load(
        model,
        tracker_store=RecentTrackers(Domain.empty()),
        action_endpoint=EndpointConfig(actions_url, enable_selective_domain=True),
    )
