"""A week of calls, from the turns in the database: what callers want and where they get stuck."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import CallTurn
from voicebot.dialogue.actions.flows import Flow
from voicebot.operations.percentiles import percentile
from voicebot.quality.turns import ASKED_AGAIN, CORRECTED, FOREIGN, PERSON_ANSWERED, PERSON_ASKED

COLUMNS = (
    *("call_id", "at", "by", "intent", "flow", "finished", "prompts", "reasons"),
    *("first_sound_ms", "model", "heard_confidence"),
)
BEGUN, READ_BACK, FINISHED = "begun", "read_back", "finished"
ROWS_AT_A_TIME = 5_000
HOURS = 24
# Percent of the calls that ask for a person (A25; DB1310/T 252).
ANSWERED_WANTED = 95
# What callers want besides the flows; answers, a yes and a no are no wishes.
WISHES = ("menu_", "human", *FOREIGN)


@dataclass
class Version:
    """How well a release hears and understands, and how many tasks callers finished with it."""

    first: date
    last: date
    begun: int = 0
    finished: int = 0
    turns: int = 0
    voice_turns: int = 0
    asked_again: int = 0
    corrected: int = 0
    heard_confidence: float = 0.0

    def percent(self, count: int) -> float:
        """Of its turns."""
        return 100 * count / max(self.turns, 1)

    @property
    def finished_percent(self) -> float:
        """Of the tasks that were begun with it."""
        return 100 * self.finished / max(self.begun, 1)


@dataclass
class Week:
    """`stages` are, flow by flow, in how many calls each stage was reached: its name, how many.

    `hours` are the calls by the hour in which they began; `persons_in` the calls that asked for a
    person, by the flow that was open ("" for none), `persons_answered` those whose person came;
    `by_in` the turns by voice and key, by flow.
    """

    first: date
    calls: int = 0
    turns: int = 0
    persons_asked: int = 0
    persons_answered: int = 0
    hours: list[int] = field(default_factory=lambda: [0] * HOURS)
    persons_in: Counter[str] = field(default_factory=Counter)
    by_in: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    by: Counter[str] = field(default_factory=Counter)
    intents: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0] * HOURS))
    stages: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    first_sounds: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    versions: dict[str, Version] = field(default_factory=dict)

    @property
    def answered_percent(self) -> float:
        """Of the calls that asked for a person, those whose person answered."""
        return 100 * self.persons_answered / max(self.persons_asked, 1)

    def first_sound_ms(self, by: str, percent: int) -> int | None:
        """The percentile; None without an answer that was timed."""
        times = self.first_sounds.get(by)
        return round(percentile(times, percent)) if times else None

    def rows(self) -> Iterator[tuple[str, str, str, float | int | str]]:
        """Everything as a table for a spreadsheet: what, of what, which, how much."""
        yield "calls", "", "", self.calls
        yield "turns", "", "", self.turns
        for hour, count in enumerate(self.hours):
            yield "calls by hour", "", f"{hour:02}", count
        yield "calls that asked for a person", "", "", self.persons_asked
        yield "calls that a person answered", "", "", self.persons_answered
        if self.persons_asked:
            yield "answered by a person %", "", "", round(self.answered_percent, 1)
            yield "answered by a person %", "", "wanted", ANSWERED_WANTED
        for flow, count in sorted(self.persons_in.items()):
            yield "asked for a person in", flow, "", count
        for by, count in sorted(self.by.items()):
            yield "turns by", by, "", count
        for intent, hours in sorted(self.intents.items()):
            for hour, count in enumerate(hours):
                yield "intent by hour", intent, f"{hour:02}", count
        for flow, ways in sorted(self.by_in.items()):
            for by, count in sorted(ways.items()):
                yield "turns of the flow by", flow, by, count
        for flow, stages in self.stages.items():
            for stage, count in stages:
                yield "calls at stage", flow, stage, count
        for by in sorted(self.first_sounds):
            for percent in (50, 95):
                yield "first sound ms", by, f"p{percent}", self.first_sound_ms(by, percent) or 0
        for name, version in self.versions.items():
            yield "version", name, "first day", str(version.first)
            yield "version", name, "last day", str(version.last)
            yield "version", name, "finished %", round(version.finished_percent, 1)
            yield "version", name, "turns", version.turns
            yield "version", name, "asked again %", round(version.percent(version.asked_again), 1)
            yield "version", name, "corrected %", round(version.percent(version.corrected), 1)


def week_of(db: Session, first: date, flows: Mapping[str, Flow]) -> Week:
    """The seven days from `first` on; `flows` give the stages their order."""
    week = Week(first)
    calls: dict[str, Version] = {}
    persons: set[tuple[str, str]] = set()
    answered: set[str] = set()
    reached: dict[tuple[str, str], set[str]] = defaultdict(set)
    for turn in _turns(db, first):
        version = _count(week, turn)
        if turn.call_id not in calls:
            week.hours[turn.at.hour] += 1
        calls[turn.call_id] = version
        if PERSON_ASKED in turn.reasons:
            persons.add((turn.call_id, turn.flow))
        if PERSON_ANSWERED in turn.reasons:
            answered.add(turn.call_id)
        if turn.intent in flows or turn.intent.startswith(WISHES):
            week.intents[turn.intent][turn.at.hour] += 1
        if turn.flow in flows:
            week.by_in[turn.flow][turn.by] += 1
            for stage in _stages_reached(turn, flows[turn.flow]):
                reached[turn.flow, stage].add(turn.call_id)
    asked = {call for call, _ in persons}
    week.calls, week.persons_asked = len(calls), len(asked)
    week.persons_answered = len(asked & answered)
    week.persons_in = Counter(flow for _, flow in persons)
    for name, flow in flows.items():
        if reached[name, BEGUN]:
            week.stages[name] = list(_funnel(stages_of(flow), name, reached))
        for call in reached[name, BEGUN]:
            calls[call].begun += 1
            calls[call].finished += call in reached[name, FINISHED]
    for version in week.versions.values():
        version.heard_confidence /= max(version.voice_turns, 1)
    return week


def stages_of(flow: Flow) -> list[str]:
    """Begun, each response that asks for something, the read-back if there is one, finished."""
    asked = [question.ask for question in flow.questions]
    return [BEGUN, *asked, *([READ_BACK] if flow.confirm else []), FINISHED]


def _turns(db: Session, first: date) -> Iterator[Any]:
    from_, until = (
        datetime.combine(first + timedelta(days=n), datetime.min.time()) for n in (0, 7)
    )
    columns = [getattr(CallTurn, name) for name in COLUMNS]
    query = select(*columns).where(CallTurn.at >= from_, CallTurn.at < until).order_by(CallTurn.at)
    yield from db.execute(query, execution_options={"yield_per": ROWS_AT_A_TIME})


def _count(week: Week, turn: Any) -> Version:
    """Gives the release that served the turn; they are in the order in which they served."""
    week.turns += 1
    week.by[turn.by] += 1
    if turn.first_sound_ms is not None:
        week.first_sounds[turn.by].append(turn.first_sound_ms)
    day = turn.at.date()
    version = week.versions.setdefault(turn.model, Version(first=day, last=day))
    version.last = day
    version.turns += 1
    version.asked_again += ASKED_AGAIN in turn.reasons
    version.corrected += CORRECTED in turn.reasons
    if turn.by == "voice":
        version.voice_turns += 1
        version.heard_confidence += turn.heard_confidence
    return version


def _stages_reached(turn: Any, flow: Flow) -> Iterator[str]:
    yield BEGUN
    if flow.name in turn.finished.split():
        yield FINISHED
    if flow.confirm and "utter_confirm_options" in turn.prompts:
        yield READ_BACK
    yield from (question.ask for question in flow.questions if question.ask in turn.prompts)


def _funnel(
    stages: Sequence[str], flow: str, reached: Mapping[tuple[str, str], set[str]]
) -> Iterator[tuple[str, int]]:
    """A call that got further has passed a stage also where nothing had to be asked."""
    for number, stage in enumerate(stages):
        calls = set().union(*(reached.get((flow, later), set()) for later in stages[number:]))
        yield stage, len(calls)
