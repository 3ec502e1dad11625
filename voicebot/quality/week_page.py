"""The week as one page that stands alone, and as CSV; pictures are drawn and told in a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from voicebot.quality import pictures
from voicebot.quality.intents import NO_WISH, Intent, wish
from voicebot.quality.week import ANSWERED_WANTED, BEGUN, FINISHED, READ_BACK, Week
from voicebot.speech.wording import SLOT

TEMPLATES = Path(__file__).parent / "templates"
ENDS = (BEGUN, FINISHED)
STAGE_WORDS = {BEGUN: "开始", READ_BACK: "复述", FINISHED: "办完"}


def week_page(week: Week, wording: Mapping[str, str], intents: Mapping[str, Intent]) -> str:
    """The page as HTML; `wording` are the texts of responses by name."""
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return pages.get_template("week.html").render(**page_facts(week, wording, intents))


def page_facts(
    week: Week, wording: Mapping[str, str], intents: Mapping[str, Intent]
) -> dict[str, Any]:
    """What `week_body.html` shows."""
    begun = sorted(week.stages.items(), key=lambda one: -one[1][0][1])
    named = {*week.stages, *week.intents, *week.persons_in, *week.by_in}
    return {
        "week": week,
        "answered_wanted": ANSWERED_WANTED,
        "last": week.first + timedelta(days=6),
        "begun": {flow: (stages[0][1], stages[-1][1]) for flow, stages in begun},
        # What is only told has no step on the way to its end.
        "funnels": {flow: _named(s, wording) for flow, s in begun if len(s) > len(ENDS)},
        "wishes": sorted(week.intents.items(), key=lambda one: -sum(one[1])),
        "hours": [hour for hour, counts in enumerate(_by_hour(week)) if counts],
        "said": {name: _said(name, intents) for name in named},
        "pictures": pictures,
    }


def week_csv(week: Week) -> str:
    """What, of what, which, how much: a line each."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow(["what", "of", "which", "value"])
    rows.writerows(week.rows())
    return text.getvalue()


def monday(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())


def _said(name: str, intents: Mapping[str, Intent]) -> str:
    """A wish as staff know it, in quotation marks if it is told by a caller's words."""
    told = wish(name, intents)
    return told if told == name or name in NO_WISH else f"“{told}”"


def _by_hour(week: Week) -> list[int]:
    """The wishes of each hour."""
    return [sum(counts) for counts in zip(*week.intents.values(), strict=True)]


def _named(stages: Sequence[tuple[str, int]], wording: Mapping[str, str]) -> list[tuple[str, int]]:
    """Stages as staff call them: what is asked there."""
    told = ((STAGE_WORDS.get(name) or wording.get(name, name), count) for name, count in stages)
    return [(SLOT.sub("…", name), count) for name, count in told]
