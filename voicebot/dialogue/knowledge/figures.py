"""The figures that answers name ({rate.demand}): from `nlu_data/figures/` and from the branches."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.orm import Session

from voicebot.bank import bookings
from voicebot.config import ConfigError, line_of, read_yaml
from voicebot.dialogue.language.dates import read_time
from voicebot.dialogue.language.figures import UNITS, read_figure

SLOT = re.compile(r"\{([\w.]+)\}")
# What the bank's own tables say; the rest stands in nlu_data/figures/.
OF_BRANCHES = ("hours.weekday", "hours.weekend", "branch.addresses")


def load_figures(folder: Path) -> dict[str, str]:
    """Name → spoken figure, from all files of `folder`; ConfigError names the line and the mend."""
    figures: dict[str, str] = {}
    for path in sorted(folder.glob("*.yml")):
        document = read_yaml(path)
        for group, entries in document.items():
            if not isinstance(entries, Mapping):
                line = line_of(document, (group,))
                raise ConfigError(path, line, f"'{group}' has no figures; write name: {{yuan: 5}}")
            for name, figure in entries.items():
                line = line_of(entries, (name,))
                figures[f"{group}.{name}"] = _spoken(path, line, name, figure)
    return figures


def branch_figures(db: Session) -> dict[str, str]:
    """Opening hours and addresses as the bank has them now."""
    branches = bookings.branches(db)
    main = branches[0]
    weekday = read_time(main.weekday_opens), read_time(main.weekday_closes)
    weekend = read_time(main.weekend_opens), read_time(main.weekend_closes)
    return {
        "hours.weekday": "到".join(weekday),
        "hours.weekend": "到".join(weekend),
        "branch.addresses": "；".join(f"{branch.name}，{branch.address}" for branch in branches),
    }


def fill(answer: str, figures: Mapping[str, str]) -> str:
    """The answer with its figures; KeyError for one that nobody keeps."""
    return SLOT.sub(lambda match: figures[match[1]], answer)


def _spoken(path: Path, line: int, name: str, figure: object) -> str:
    if not isinstance(figure, Mapping) or len(figure) != 1:
        raise ConfigError(path, line, f"'{name}' is not a figure; write {{yuan: 5}}")
    unit, value = next(iter(figure.items()))
    if unit not in UNITS:
        raise ConfigError(path, line, f"'{name}': {unit} is not one of {', '.join(UNITS)}")
    try:
        return read_figure(unit, str(value))
    except ValueError:
        raise ConfigError(path, line, f"'{name}': {value} is not a number; correct it") from None
