"""`voicebot check accessibility`: which of the twenty-five requirements A1–A25 hold, for staff.

The requirements are tests (`tests/accessibility/`, each named `test_a7_…` for its number) that walk
every state of the dialogue as it is configured now, so a change of wording or flow is covered.
"""

from __future__ import annotations

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Number → what a caller who cannot see can rely on.
REQUIREMENTS = {
    1: "0 or 人工 reaches a person from every state, and 0 means nothing else",
    2: "no hidden gate before a person; short menus by one command, *2",
    3: "silence never ends a call without a warning",
    4: "a warning leaves 20 seconds, and any key or word extends, ten times",
    5: "a mode without time limits, kept in the profile",
    6: "repeat in every state: the same prompt, nothing changed",
    7: "slower and faster in every state at the same pitch, kept in the profile",
    8: "the option before its key",
    9: "at most four options, three in short menus; keys in order",
    10: "0.7 seconds between options; wait pauses",
    11: "the same keys everywhere, never reused",
    12: "one step back loses nothing",
    13: "everything by keys alone",
    14: "everything by voice alone but the PIN",
    15: "20 seconds inside a number; long numbers in parts",
    16: "amounts read back; only an explicit yes moves money",
    17: "checked, corrected one item at a time, cancelled before it is done",
    18: "the PIN by keys only, and in nothing that is kept",
    19: "an error says what to do, in other words each time",
    20: "after the third failure keys or a person; never hung up on",
    21: "no advertisement in a task, no sound under speech",
    22: "says what is next and when it is finished; no dead air",
    23: "reference numbers slowly, grouped, repeatable, by SMS",
    24: "speech and keys interrupt; keys typed ahead are kept",
    25: "voice is never the only proof of identity; calls answered by a person are counted",
}
# Tells the tests to walk all states, and not one of each kind.
WALK_ALL = "VOICEBOT_WALK_ALL"
NUMBER = re.compile(r"::test_a(\d+)_")
SENTENCE = re.compile(r"::test_a\d+_([^\[]+)")


class CheckFailed(Exception):
    """The requirements could not be checked; the message says what to do."""


@dataclass(frozen=True)
class Verdict:
    """`tests` is how many ran for it; `problems` are the sentences that do not hold.

    What nothing tests is a problem too: nobody would notice when it is lost.
    """

    number: int
    requirement: str
    tests: int
    problems: tuple[str, ...]


class _Results:
    """A pytest plugin that keeps what became of each test."""

    def __init__(self) -> None:
        self.ran: dict[int, set[str]] = defaultdict(set)
        self.failed: dict[int, set[str]] = defaultdict(set)

    def pytest_runtest_logreport(self, report: Any) -> None:
        number = NUMBER.search(report.nodeid)
        if number is None:
            return
        if report.failed or (report.when == "call" and report.passed):
            self.ran[int(number[1])].add(report.nodeid)
        if report.failed:
            self.failed[int(number[1])].add(report.nodeid)


def verdicts(root: Path) -> list[Verdict]:
    """What holds in the project in `root`; walking every state takes some minutes.

    Raises CheckFailed if the tests cannot be run at all.
    """
    import pytest  # only developers and this command need it

    os.environ[WALK_ALL] = "1"

    results = _Results()
    folder = root / "tests" / "accessibility"
    quiet = ["-o", "addopts=", "-p", "no:terminal", "-W", "ignore"]
    code = pytest.main([*quiet, str(folder)], plugins=[results])
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        raise CheckFailed(f"the tests in {folder} do not run ({code}); run pytest there to see why")
    return [
        _verdict(number, results.ran[number], results.failed[number]) for number in REQUIREMENTS
    ]


def _verdict(number: int, ran: set[str], failed: set[str]) -> Verdict:
    sentences = {SENTENCE.search(node)[1].replace("_", " ") for node in failed}  # type: ignore[index]
    problems = tuple(sorted(sentences)) if ran else ("no test says whether it holds",)
    return Verdict(number, REQUIREMENTS[number], len(ran), problems)
