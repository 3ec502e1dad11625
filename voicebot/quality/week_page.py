"""The week as one page that stands alone, and as CSV; pictures are drawn and told in a table."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from voicebot.quality.week import BEGUN, FINISHED, READ_BACK, Week

STAGE_WORDS = {BEGUN: "开始", READ_BACK: "复述", FINISHED: "办完"}
WIDTH_PX, BAR_PX, GAP_PX, LABEL_PX = 900, 30, 8, 420


def write_page(week: Week, wording: Mapping[str, str], path: Path) -> None:
    """`wording` are the texts of responses by name."""
    pages = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)
    funnels = {flow: _named(stages, wording) for flow, stages in week.stages.items()}
    facts = {"week": week, "last": week.first + timedelta(days=6), "funnels": funnels}
    page = pages.get_template("week.html").render(**facts, draw=_drawn)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")


def write_csv(week: Week, path: Path) -> None:
    """What, of what, which, how much: a line each, as spreadsheets read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["what", "of", "which", "value"])
        rows.writerows(week.rows())


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
