"""Rasa's memory of the calls on the line: live objects, of which little has to be read or sent.

Rasa's own stores write a call down after every turn and build it anew, event by event, before the
next. A call ends with the service anyway (its money does not: that is in the bank), and its turns
come one after the other, so the object itself can wait for the next turn.

What a turn needs to know stands in one slot; without a limit on events the fortieth answer of a
call takes twice as long as the first.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

# A turn makes about eight events, and no rule of nlu_data/rules.yml looks back further than one.
EVENTS_KEPT = 24
# Far more than are on the line at once.
CALLS_KEPT = 1000


class RecentTrackers(TrackerStore):
    """The tracker store named in the service's endpoints: the last events of the last calls."""

    def __init__(self, domain: object, event_broker: object = None, **options: object) -> None:
        """Called by Rasa; `options` are those of the endpoint's configuration."""
        super().__init__(domain, event_broker, **options)
        self._calls: dict[str, DialogueStateTracker] = {}

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The call, listening, even if its last turn broke off; None if it is new."""
        tracker = self._calls.get(sender_id)
        if tracker and tracker.latest_action_name not in (None, ACTION_LISTEN_NAME):
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the call; the one that has been silent longest makes room."""
        if tracker.sender_id not in self._calls:  # made by Rasa, which forgets nothing
            tracker.events = deque(tracker.events, EVENTS_KEPT)
        self._calls.pop(tracker.sender_id, None)
        self._calls[tracker.sender_id] = tracker
        while len(self._calls) > CALLS_KEPT:
            del self._calls[next(iter(self._calls))]

    async def keys(self) -> Iterable[str]:
        """The calls that are kept, the one silent longest first."""
        return self._calls.keys()
