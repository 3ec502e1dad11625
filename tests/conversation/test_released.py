"""New calls get the newest release, however fast one follows another."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass

from voicebot.config import ConfigError
from voicebot.conversation.released import NewestRelease


@dataclass(frozen=True)
class Release:
    name: str


class Shelf:
    """Releases that are loaded one by one; the first loads until it is `slow.set()`."""

    def __init__(self) -> None:
        self.newest: str | ConfigError = "A"
        self.slow = threading.Event()
        self.slow.set()
        self.loading = self.loaded = 0

    def load(self) -> Release:
        wanted = self.newest
        self.loading += 1
        assert self.loading == 1, "two at once"
        self.slow.wait(5)
        self.loading -= 1
        self.loaded += 1
        if isinstance(wanted, ConfigError):
            raise wanted
        return Release(wanted)


async def settled(newest: NewestRelease, wanted: str) -> None:
    while newest.released.name != wanted:
        await asyncio.sleep(0.001)


async def two_releases_while_one_loads(shelf: Shelf) -> None:
    newest = NewestRelease(shelf.load)
    following = asyncio.create_task(newest.follow())
    shelf.slow.clear()
    shelf.newest = "B"
    newest.is_there()
    while not shelf.loading:
        await asyncio.sleep(0.001)
    shelf.newest = "C"
    newest.is_there()
    assert newest.released.name == "A"
    shelf.slow.set()
    await asyncio.wait_for(settled(newest, "C"), 5)
    following.cancel()


async def a_broken_release_and_a_good_one(shelf: Shelf) -> None:
    newest = NewestRelease(shelf.load)
    following = asyncio.create_task(newest.follow())
    shelf.newest = ConfigError("prompts/menus.yml", 1, "broken")
    newest.is_there()
    while shelf.loaded < 2:
        await asyncio.sleep(0.001)
    assert newest.released.name == "A"
    shelf.newest = "C"
    newest.is_there()
    await asyncio.wait_for(settled(newest, "C"), 5)
    following.cancel()


def test_of_two_releases_within_a_second_new_calls_get_the_last():
    asyncio.run(two_releases_while_one_loads(Shelf()))


def test_a_release_that_cannot_be_loaded_leaves_the_one_before_and_the_next_is_loaded():
    asyncio.run(a_broken_release_and_a_good_one(Shelf()))
