"""Rasa's memory of a call, kept short: what a turn needs to know stands in one slot.

Rasa reads, predicts from, sends and writes the whole history at every turn; without a limit the
fortieth answer of a call takes twice as long as the first.
"""

from __future__ import annotations

from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

# A turn makes about a dozen events, and no rule of nlu_data/rules.yml looks back further than one.
EVENTS_KEPT = 40
# Far more than are on the line at once; Rasa's own store keeps every call until it is restarted.
CALLS_KEPT = 1000


class RecentTrackers(InMemoryTrackerStore):
    """The tracker store named in the service's endpoints: the last events of the last calls."""

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A tracker that forgets all but its last events."""
        return DialogueStateTracker(sender_id, self.domain.slots, max_event_history=EVENTS_KEPT)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the call; the one that has been silent longest makes room."""
        self.store.pop(tracker.sender_id, None)
        await super().save(tracker)
        while len(self.store) > CALLS_KEPT:
            del self.store[next(iter(self.store))]
