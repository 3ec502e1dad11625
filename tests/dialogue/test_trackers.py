"""Rasa's memory: short, and enough for the next turn."""

import asyncio

from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered

from voicebot.dialogue.trackers import CALLS_KEPT, EVENTS_KEPT, RecentTrackers

DOMAIN = Domain.from_yaml(
    """
slots:
  conversation:
    type: any
    influence_conversation: false
    mappings:
    - type: custom
"""
)


def test_a_long_call_is_remembered_by_its_last_events_and_its_state():
    async def call():
        store = RecentTrackers(DOMAIN)
        for number in range(100):
            tracker = await store.get_or_create_tracker("call")
            tracker.update(UserUttered("查余额"))
            tracker.update(SlotSet("conversation", {"turn": number}))
            await store.save(tracker)
        return await store.retrieve("call")

    tracker = asyncio.run(call())
    assert len(tracker.events) == EVENTS_KEPT
    assert tracker.get_slot("conversation") == {"turn": 99}


def test_a_turn_that_broke_off_does_not_confuse_the_next():
    async def call():
        store = RecentTrackers(DOMAIN)
        tracker = await store.get_or_create_tracker("call")
        tracker.update(UserUttered("查余额"))
        tracker.update(ActionExecuted("action_turn"))
        return await store.get_or_create_tracker("call")

    assert asyncio.run(call()).latest_action_name == "action_listen"


def test_a_tracker_that_rasa_made_itself_is_kept_short_too():
    async def call():
        store = RecentTrackers(DOMAIN)
        tracker = await FailSafeTrackerStore(store).get_or_create_tracker("call")
        tracker.update_with_events([UserUttered("查余额")] * 2 * EVENTS_KEPT, DOMAIN)
        return await store.retrieve("call")

    assert len(asyncio.run(call()).events) == EVENTS_KEPT


def test_the_call_that_has_been_silent_longest_makes_room():
    async def calls():
        store = RecentTrackers(DOMAIN)
        for name in ("first", *map(str, range(CALLS_KEPT - 1)), "first", "last"):
            await store.save(await store.get_or_create_tracker(name))
        return list(await store.keys())

    kept = asyncio.run(calls())
    assert len(kept) == CALLS_KEPT
    assert "first" in kept and "0" not in kept
