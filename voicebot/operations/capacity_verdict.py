"""What `voicebot bench calls` concludes: how many calls are held, and which part is the limit.

calls at once     1      2      4      8
first sound p95   540    560    640    1210 ms     4 are held, 8 are not
of that dialogue  60     70     120    480 ms      it grew most: look at its process
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voicebot.operations.percentiles import percentile
from voicebot.operations.targets import at_least, at_most

# The library of the telephone is compiled for so many in a process.
CALLS_OF_A_WORKER = 4
# A p95 of fewer is the worst turn and no more.
ENOUGH_TURNS = at_least(40)
FIRST_SOUND = at_most(800, " ms")
# Where the time of an answer goes, and which processes spend it; `line` is what the others leave.
WORKER, DIALOGUE, ACTIONS, SERVICE = "speech and SIP", "dialogue", "actions and bank", "service"
SPENT_BY = {
    "end_of_turn": (WORKER,),
    "recognition": (WORKER,),
    "dialogue": (DIALOGUE, ACTIONS),
    "voice": (WORKER,),
    "line": (WORKER,),
}


@dataclass(frozen=True)
class Level:
    """So many calls at once, in all rounds: `placed` calls, `spoken` turns and the answered ones'
    times; `parts_ms` is the mean of each part, `cpu` percent of a core by process.
    """

    calls: int
    placed: int
    completed: int
    spoken: int
    first_sounds_ms: Sequence[float]
    parts_ms: Mapping[str, float]
    cpu: Mapping[str, float]
    mb_a_call: int

    def first_sound_ms(self, percent: int) -> int | None:
        """None if nothing was answered."""
        times = self.first_sounds_ms
        return round(percentile(times, percent)) if times else None

    @property
    def held(self) -> bool:
        """Whether all were served, and soon enough, in enough turns to say so."""
        all_served = self.completed == self.placed and len(self.first_sounds_ms) == self.spoken
        enough = ENOUGH_TURNS.is_met(self.spoken)
        return all_served and enough and FIRST_SOUND.is_met(self.first_sound_ms(95))

    def document(self) -> dict[str, Any]:
        """Its figures, and what they mean."""
        return {
            "calls placed": self.placed,
            "calls completed": self.completed,
            "turns": self.spoken,
            "turns without an answer": self.spoken - len(self.first_sounds_ms),
            "first sound p50 ms": self.first_sound_ms(50),
            "first sound p95 ms": self.first_sound_ms(95),
            "mean ms": {part: round(ms) for part, ms in self.parts_ms.items()},
            "% of a core": dict(self.cpu) | {"all": round(sum(self.cpu.values()), 1)},
            "MB a call": self.mb_a_call,
            "first sound p95": FIRST_SOUND.line(self.first_sound_ms(95)),
            "held": "yes" if self.held else f"NO: {self._why_not}",
        }

    @property
    def _why_not(self) -> str:
        if self.completed < self.placed:
            return f"{self.placed - self.completed} of {self.placed} calls broke off"
        if len(self.first_sounds_ms) < self.spoken:
            return f"{self.spoken - len(self.first_sounds_ms)} turns had no answer"
        if not ENOUGH_TURNS.is_met(self.spoken):
            return f"{self.spoken} turns are too few to tell"
        return "answers come too late"


def conclude(levels: Sequence[Level]) -> dict[str, str]:
    """Calls held by one process and by this machine, and what grew most from few to many."""
    of_one_process = [level for level in levels if level.calls <= CALLS_OF_A_WORKER]
    return {
        "held by one process": _held(of_one_process),
        "held by this machine": _held(levels),
        "the limit": _grew_most(levels[0], levels[-1]),
    }


def _held(levels: Sequence[Level]) -> str:
    """As many as were held without a smaller number that was not."""
    held = 0
    for level in levels:
        if not level.held:
            return f"{held} calls; {level.calls} are too many"
        held = level.calls
    return f"{held} calls; more were not tried"


def _grew_most(few: Level, many: Level) -> str:
    growth = {part: many.parts_ms[part] - few.parts_ms.get(part, 0.0) for part in many.parts_ms}
    if few is many or not growth:
        return "unknown: only one number of calls was measured"
    part = max(growth, key=lambda name: growth[name])
    workers = math.ceil(many.calls / CALLS_OF_A_WORKER)
    spent = ", ".join(
        f"{name} {many.cpu.get(name, 0.0):.0f} %" + (f" in {workers}" if name == WORKER else "")
        for name in SPENT_BY[part]
    )
    return (
        f"{part}: {growth[part]:+.0f} ms a turn from {few.calls} to {many.calls} calls"
        f" (of a core: {spent})"
    )
