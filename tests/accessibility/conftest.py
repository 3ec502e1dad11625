"""Every state that the dialogue can be in, found by pressing every key and saying every wish."""

from __future__ import annotations

import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

import pytest

from tests.accessibility.caller import BEGAN, NUMBER, PIN, Caller, Place
from tests.accessibility.dialogue import Project
from voicebot.bank import customers, database, demonstration
from voicebot.bank.demonstration.own_accounts import open_account
from voicebot.bank.preferences import Preferences
from voicebot.conversation.turn import Listen
from voicebot.operations.accessibility import WALK_ALL

# What can be keyed where a number is asked for: the first that is understood leads on.
NUMBERS = {
    "secret": [PIN],
    "money": ["30#", "30000#"],
    "date": ["1127#", "1130#"],
    "digits": [
        *("13909510002", "640100555666#", "3300778899#", "20065678#", "50012345#"),
        *("6789#", "4321", "2#"),
    ],
}
# So that a flow whose states never end fails here and not after hours; there are 139 names today.
MOST_PLACES = 400
# Where a call goes that is over, or with a person.
ENDED = "ended"

OpenCall = Callable[..., AbstractContextManager[Caller]]


@pytest.fixture(scope="session")
def project() -> Project:
    return Project()


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    database.migrate(f"sqlite:///{path}")
    factory = database.open_database(f"sqlite:///{path}")
    with factory.begin() as db:
        demonstration.seed(db, BEGAN.date())
        # With a second account there is something to choose and to move between.
        customer = customers.by_phone(db, NUMBER)
        open_account(db, customer.id, "6228480010000091133", "储蓄账户", "savings")
    factory.kw["bind"].dispose()
    return path.read_bytes()


@pytest.fixture(scope="session")
def call_at(project: Project, founded: bytes, tmp_path_factory: pytest.TempPathFactory) -> OpenCall:
    """`with call_at(place) as caller:` a caller at that place; with None, one who has just rung."""
    folder = tmp_path_factory.mktemp("calls")

    @contextmanager
    def open_call(place: Place | None = None, usual: Preferences | None = None) -> Iterator[Caller]:
        for left in folder.iterdir():
            left.unlink()
        caller = Caller(project, folder, founded, place, usual)
        try:
            yield caller
        finally:
            caller.close()

    return open_call


@dataclass
class Walk:
    """`by_keys` are the responses heard, `wished` the payloads sent, by keys alone.

    `leads` are the steps out of each place, by its name: to which place, or to ENDED; a step that
    leaves everything as it was is not among them.
    """

    places: list[Place] = field(default_factory=list)
    by_keys: set[str] = field(default_factory=set)
    wished: set[str] = field(default_factory=set)
    leads: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


@pytest.fixture(scope="session")
def walk(project: Project, call_at: OpenCall) -> Walk:
    """Every place, by keys from the greeting and by the wishes that can be spoken there."""
    with call_at(None) as caller:
        greeting = caller.place(("rings",))
    walk = Walk([greeting])
    known, ahead = {greeting.name}, deque([greeting])
    while ahead and len(known) < MOST_PLACES:
        place = ahead.popleft()
        for step in _steps(place, project):
            with call_at(place) as caller:
                caller.says(step) if _is_spoken(step) else caller.presses(step)
                if not any(map(_is_spoken, (*place.way[1:], step))):
                    walk.by_keys.update(caller.prompts)
                    walk.wished.add(place.turn.keys.get(step.rstrip("#"), ""))
                if caller.ear.hung_up or caller.ear.transferred:
                    walk.leads[place.name][step] = ENDED
                    continue
                reached = caller.place((*place.way, step))
                if (reached.name, reached.turn) != (place.name, place.turn):
                    walk.leads[place.name][step] = reached.name
            if reached.name not in known or _leads_by_keys_to(reached, walk):
                known.add(reached.name)
                walk.places.append(reached)
                ahead.append(reached)
    assert not ahead, f"not every state is walked: raise MOST_PLACES, {len(ahead)} are left"
    return walk


@pytest.fixture(scope="session")
def places(walk: Walk) -> list[Place]:
    """One place of each kind: the same question with the same last prompt is one in every flow.

    What may differ from flow to flow (money, services) is tested at all places of the walk, and
    `voicebot check accessibility` tests everything at all of them.
    """
    if WALK_ALL in os.environ:
        return walk.places
    kinds: dict[tuple[str, str], Place] = {}
    for place in walk.places:
        kinds.setdefault((place.memory["question"], place.turn.state), place)
    return list(kinds.values())


def _leads_by_keys_to(place: Place, walk: Walk) -> bool:
    """Whether a place known by a spoken wish is now reached by keys alone for the first time."""
    if any(map(_is_spoken, place.way[1:])):
        return False
    same = [known for known in walk.places if known.name == place.name]
    return all(any(map(_is_spoken, known.way[1:])) for known in same)


def _steps(place: Place, project: Project) -> list[str]:
    listen = place.turn.listen
    # A number first: what follows it is more than what follows a saved one.
    steps = (
        [keys for keys in NUMBERS[listen.kind] if _fits(keys, listen)] if listen.is_number else []
    )
    steps += [key if not listen.is_number else f"{key}#" for key in place.turn.keys]
    if len(place.way) == 1:
        steps += [project.phrase_of(flow) for flow in project.wishes]
    return steps


def _fits(keys: str, listen: Listen) -> bool:
    """Whether no key is left over that would be a command where the number is done."""
    return listen.max_keys is None or len(keys.rstrip("#")) <= listen.max_keys


def _is_spoken(step: str) -> bool:
    return step.strip("0123456789*#") != ""
