"""How much of what the bot says is recorded, place by place."""

from __future__ import annotations

from dataclasses import dataclass

from voicebot.config import Settings
from voicebot.speech.coverage import Line, coverage, lines_by_file


@dataclass(frozen=True)
class Share:
    """Lines of one place. Stale: recorded in a former wording. Synthetic: never recorded."""

    place: str
    total: int
    stale: int
    synthetic: int

    @property
    def recorded(self) -> int:
        """Lines that callers hear from a recording."""
        return self.total - self.stale - self.synthetic

    @property
    def percent(self) -> float:
        """The recorded ones; everything of a place that has no lines."""
        return 100 * self.recorded / self.total if self.total else 100.0


def shares(settings: Settings) -> list[Share]:
    """Every place with words, then all together, where a line that stands twice counts once."""
    missing = {line.text: line for line in coverage(settings).to_record}
    places = lines_by_file(settings)
    everything = list({line for lines in places.values() for line in lines})
    return [
        _share(place, lines, missing) for place, lines in (places | {"all": everything}).items()
    ]


def _share(place: str, lines: list[str], missing: dict[str, Line]) -> Share:
    absent = [missing[line] for line in lines if line in missing]
    stale = sum(line.before is not None for line in absent)
    return Share(place, len(lines), stale, len(absent) - stale)
