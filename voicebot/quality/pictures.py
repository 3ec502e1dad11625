"""Pictures of the week as SVG: bars inside a table, columns above one.

The figures stand in the table as well: whoever cannot see a picture misses nothing, and a screen
reader does not stop at it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markupsafe import Markup

BAR_WIDTH_PX, BAR_PX = 400, 22
WIDTH_PX, COLUMNS_PX, COLUMN_GAP_PX = 900, 160, 6
COLOUR, PALE = "#0b3d91", "#d5def0"

FRAME = Markup('<svg aria-hidden="true" viewBox="0 0 {} {}">{}</svg>')
RECTANGLE = Markup('<rect x="{:.0f}" y="{:.0f}" width="{:.0f}" height="{:.0f}" fill="{}"/>')
TEXT = Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="{}" font-size="15">{}</text>')


def bar(count: int, most: int) -> Markup:
    """As long as the share of `most`; the pale rest is what was lost."""
    parts = (
        RECTANGLE.format(0, 0, BAR_WIDTH_PX, BAR_PX, PALE),
        RECTANGLE.format(0, 0, BAR_WIDTH_PX * count / max(most, 1), BAR_PX, COLOUR),
    )
    return FRAME.format(BAR_WIDTH_PX, BAR_PX, Markup("").join(parts))


def hours(counts: Sequence[int]) -> Markup:
    """A column for each hour of the day."""
    return FRAME.format(WIDTH_PX, COLUMNS_PX + 50, Markup("").join(_columns(counts)))


def _columns(counts: Sequence[int]) -> Iterator[Markup]:
    step, most = WIDTH_PX / len(counts), max(*counts, 1)
    for hour, count in enumerate(counts):
        x, height = hour * step, COLUMNS_PX * count / most
        top = 24 + COLUMNS_PX - height
        yield RECTANGLE.format(x, top, step - COLUMN_GAP_PX, height, COLOUR)
        middle = x + (step - COLUMN_GAP_PX) / 2
        yield TEXT.format(middle, top - 6, "middle", count or "")
        yield TEXT.format(middle, COLUMNS_PX + 44, "middle", hour)
