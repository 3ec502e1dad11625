"""What staff did when a file is no YAML, and what to write instead.

A Chinese keyboard gives signs that look right and are wide (：｛［－); an editor gives tabs.
"""

from __future__ import annotations

import re

from ruamel.yaml.error import MarkedYAMLError

WIDE = re.compile(r"^\s*(?:[-－]\s*)?(?:[^\s'\"#:：]{1,40}：|－|.*[｛｝［］])")
WIDE_MEND = "a wide sign; write : { } [ ] and - narrow, with a space behind : and -"
NO_SPACE = re.compile(r"^\s*[^\s'\"#:]{1,40}:\S")
NO_SPACE_MEND = "no space behind the colon; write one"
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
    for number in range(max(begins - 1, 0), len(lines)):
        if WIDE.match(lines[number]):
            return number + 1, WIDE_MEND
    if "\\t" in problem:
        return mark.line + 1, "a tab; write spaces"
    if twice := KEY_TWICE.match(problem):
        return mark.line + 1, f"'{twice[1]}' stands twice; keep one of them"
    if "flow" in (error.context or ""):
        return (
            begins + 1,
            "a bracket is not closed, or a comma missing; write { } and [ ] whole",
        )
    return mark.line + 1, f"{problem}; check the indentation, colons and quotes here and above"


def mend_of_words(text: str) -> tuple[int, str]:
    """The same for a file in which nothing is named: YAML takes it for one long word."""
    for number, line in enumerate(text.splitlines(), 1):
        if WIDE.match(line):
            return number, WIDE_MEND
        if NO_SPACE.match(line):
            return number, NO_SPACE_MEND
    return 1, "nothing is named here; write lines like name: value"
