"""What staff did when a file is no YAML, and what to write instead.

A Chinese keyboard gives signs that look right and are wide (：｛［－); an editor gives tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ruamel.yaml.error import MarkedYAMLError

WIDE = re.compile(r"^\s*(?:[-－]\s*)?(?:[^\s'\"#:：]{1,40}：|－|.*[｛｝［］])")
WIDE_MEND = "a wide sign; write : { } [ ] and - narrow, with a space behind : and -"
NO_SPACE = re.compile(r"^\s*[^\s'\"#:]{1,40}:\S")
NO_SPACE_MEND = "no space behind the colon; write one"
NO_SPACE_BEHIND_DASH = re.compile(r"^\s*-[^\s\-\d]")
NO_SPACE_BEHIND_DASH_MEND = "no space behind the -; write one"
# Neither a name with its value, nor one of a list, nor the rest of a list in [ ].
NO_COLON = re.compile(r"^\s*[^\s#:\-][^:]*[^,:\]}\s]\]?\s*$")
NO_COLON_MEND = "no colon and no -; write name: value, or - and a space before it"
INDENTATION_MEND = (
    "this line or the one above begins in the wrong column; lines that belong together begin in one"
)
DAY = re.compile(r"\b\d{4}-\d\d?-\d\d?\b")
KEY_TWICE = re.compile('found duplicate key "(.*?)"')


def mend(error: MarkedYAMLError, text: str) -> tuple[int | None, str]:
    """The line (from 1) to look at, and what is wrong there."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return None, "not valid YAML"
    problem = error.problem or error.context or ""
    begins = min(mark.line, error.context_mark.line) if error.context_mark else mark.line
    lines = text.splitlines()[: mark.line + 1]
    # A line that went wrong is often noticed only behind it.
    near = [(number + 1, lines[number]) for number in range(max(begins - 1, 0), len(lines))]
    for number, line in near:
        if WIDE.match(line):
            return number, WIDE_MEND
    if "\\t" in problem:
        return mark.line + 1, "a tab; write spaces"
    if twice := KEY_TWICE.match(problem):
        return mark.line + 1, f"'{twice[1]}' stands twice; keep one of them"
    if "flow" in (error.context or ""):
        return (
            begins + 1,
            "a bracket is not closed, or a comma missing; write { } and [ ] whole",
        )
    return next(_slips(near), (mark.line + 1, INDENTATION_MEND))


def mend_of_words(text: str) -> tuple[int, str]:
    """The same for a file in which nothing is named: YAML takes it for one long word."""
    for number, line in enumerate(text.splitlines(), 1):
        if WIDE.match(line):
            return number, WIDE_MEND
        if NO_SPACE.match(line):
            return number, NO_SPACE_MEND
    return 1, "nothing is named here; write lines like name: value"


def mend_of_day(text: str) -> tuple[int, str]:
    """The first day of the file that no calendar has."""
    for number, line in enumerate(text.splitlines(), 1):
        for day in DAY.findall(line):
            try:
                date(*map(int, day.split("-")))
            except ValueError:
                return number, f"{day} is no day; correct it"
    return 1, "a day or a time that does not exist; correct it"


def _slips(near: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """What fingers forget, in lines beside the one where it was noticed."""
    for number, line in near:
        if NO_SPACE_BEHIND_DASH.match(line):
            yield number, NO_SPACE_BEHIND_DASH_MEND
        if NO_SPACE.match(line):
            yield number, NO_SPACE_MEND
        if NO_COLON.match(line):
            yield number, NO_COLON_MEND
