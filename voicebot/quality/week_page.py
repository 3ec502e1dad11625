"""The week as one page that stands alone, and as CSV; pictures are drawn and told in a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from voicebot.quality.intents import Intent
from voicebot.quality.week import BEGUN, FINISHED, READ_BACK, Week

TEMPLATES = Path(__file__).parent / "templates"
STAGE_WORDS = {BEGUN: "开始", READ_BACK: "复述", FINISHED: "办完"}
WIDTH_PX, BAR_PX, GAP_PX, LABEL_PX = 900, 30, 8, 420


def week_page(week: Week, wording: Mapping[str, str], intents: Mapping[str, Intent]) -> str:
    """The page as HTML; `wording` are the texts of responses by name."""
    pages = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True)
    return pages.get_template("week.html").render(**page_facts(week, wording, intents))


def page_facts(
    week: Week, wording: Mapping[str, str], intents: Mapping[str, Intent]
) -> dict[str, Any]:
    """What `week_body.html` shows."""
    funnels = {flow: _named(stages, wording) for flow, stages in week.stages.items()}
    last = week.first + timedelta(days=6)
    said = {name: _said(name, intents) for name in (*week.stages, *week.intents)}
    return {"week": week, "last": last, "funnels": funnels, "draw": _drawn, "said": said}


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
    """A service as staff know it: by the first thing that callers say for it."""
    phrases = intents[name].phrases if name in intents else ()
    return f"{phrases[0]}（{name}）" if phrases else name


def _named(stages: Sequence[tuple[str, int]], wording: Mapping[str, str]) -> list[tuple[str, int]]:
    """Stages as staff call them: what is asked there."""
    return [(STAGE_WORDS.get(name) or wording.get(name, name), count) for name, count in stages]


def _drawn(stages: Sequence[tuple[str, int]]) -> Markup:
    """A bar a stage, as long as the share of calls that came so far."""
    most = max(count for _, count in stages)
    parts = []
    for number, (name, count) in enumerate(stages):
        y, width = number * (BAR_PX + GAP_PX), count / most * (WIDTH_PX - LABEL_PX)
        bar = '<rect x="{}" y="{}" width="{:.0f}" height="{}" fill="#0b3d91"/>'
        label = '<text x="{}" y="{}" text-anchor="end" font-size="15">{} · {}</text>'
        parts.append(Markup(bar).format(LABEL_PX, y, width, BAR_PX))
        parts.append(Markup(label).format(LABEL_PX - 8, y + BAR_PX * 0.7, name, count))
    height = len(stages) * (BAR_PX + GAP_PX)
    frame = Markup('<svg aria-hidden="true" viewBox="0 0 {} {}">{}</svg>')
    return frame.format(WIDTH_PX, height, Markup("").join(parts))
