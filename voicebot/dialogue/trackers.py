"""Rasa's memory of a call, kept short: what a turn needs to know stands in one slot.

Rasa reads, predicts from, sends and writes the whole history at every turn; without a limit the
fortieth answer of a call takes twice as long as the first.
"""

from __future__ import annotations

from collections.abc import Iterable

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

# A turn makes about a dozen events, and no rule of nlu_data/rules.yml looks back further than one.
EVENTS_KEPT = 24
# Far more than are on the line at once; Rasa's own store keeps every call until it is restarted.
CALLS_KEPT = 1000


class RecentTrackers(TrackerStore):
    """The tracker store named in the service's endpoints: the last events of the last calls.

    Rasa's own store in memory writes the history as JSON and reads it again, which takes longer
    than understanding a sentence.
    """

    def __init__(self, *args: object, **options: object) -> None:
        """As Rasa makes its tracker stores."""
        super().__init__(*args, **options)
        self._trackers: dict[str, DialogueStateTracker] = {}

    def init_tracker(self, sender_id: str) -> DialogueStateTracker:
        """A tracker that forgets all but its last events."""
        return DialogueStateTracker(sender_id, self.domain.slots, max_event_history=EVENTS_KEPT)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keeps the call; the one that has been silent longest makes room."""
        await self.stream_events(tracker)
        self._trackers.pop(tracker.sender_id, None)
        self._trackers[tracker.sender_id] = tracker.copy()
        while len(self._trackers) > CALLS_KEPT:
            del self._trackers[next(iter(self._trackers))]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The call as it was saved, to change and to save again: a turn that fails leaves it so."""
        kept = self._trackers.get(sender_id)
        return kept.copy() if kept else None

    async def keys(self) -> Iterable[str]:
        """The calls that are remembered."""
        return self._trackers.keys()
