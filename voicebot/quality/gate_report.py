"""What staff see of a gate: gate.json, a picture of both sides, and what is confused otherwise."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path

from voicebot.quality.gate import Gate


def write_report(gate: Gate, folder: Path) -> Path:
    """gate.json, and the picture of both sides, intent by intent; gives the picture."""
    folder.mkdir(parents=True, exist_ok=True)
    document = json.dumps(gate.to_json(), ensure_ascii=False, indent=2)
    (folder / "gate.json").write_text(document, encoding="utf-8")
    picture = folder / "gate.png"
    _draw(gate.before.accuracy(), gate.after.accuracy(), picture)
    return picture


def changed_confusions(gate: Gate) -> list[str]:
    """What is taken for what, where that is not as before."""
    before, after = gate.before.confused, gate.after.confused
    return [
        f"{pair[0]} taken for {pair[1]}: {before[pair]} → {after[pair]}"
        for pair in sorted({*before, *after})
        if pair[0] != pair[1] and before[pair] != after[pair]
    ]


def _draw(before: Mapping[str, float], after: Mapping[str, float], path: Path) -> None:
    """Two bars an intent."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it tells of its own libraries
        import matplotlib

        matplotlib.use("Agg")  # no screen is needed
        from matplotlib import pyplot

    names = list(after)
    places = range(len(names))
    figure, axes = pyplot.subplots(figsize=(8, 0.3 * len(names) + 1.5), dpi=110)
    axes.barh([p - 0.2 for p in places], [before.get(n, 0.0) for n in names], 0.4, label="before")
    axes.barh([p + 0.2 for p in places], [after[n] for n in names], 0.4, label="after")
    axes.set_yticks(places, names)
    axes.invert_yaxis()
    axes.set_xlabel("understood, percent")
    axes.legend(loc="lower left")
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)
