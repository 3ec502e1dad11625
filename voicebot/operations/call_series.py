"""One scripted call after another, until enough was measured in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import psutil

from voicebot.operations.scripted_call import CallInProgress, CallReport
from voicebot.service import ServiceError

# One call may fail on a busy machine; so many in a row have a cause.
MOST_IN_VAIN = 3

Figure = TypeVar("Figure")
Place = Callable[[Path, Path], CallReport]
Progress = Callable[[str], None]


def caller(uri: str, samples: Path) -> Place:
    """Places one call of a script over SIP and waits for its end; its folder is the second."""
    return lambda script, out: CallInProgress(uri, script, samples, out).report()


def measure_calls(
    place: Place,
    scripts: Iterable[Path],
    folder: Path,
    *,
    measured: Callable[[CallReport], Sequence[Figure]],
    enough: int,
    progress: Progress,
) -> list[Figure]:
    """What was `measured` in the calls, at least `enough`.

    ServiceError if three calls in a row gave nothing to measure, with what went wrong in the last.
    """
    found: list[Figure] = []
    in_vain = 0
    for number, script in enumerate(scripts, start=1):
        report = place(script, folder / str(number))
        new = measured(report)
        found += new
        in_vain = 0 if new else in_vain + 1
        progress(f"call {number}: {len(found)} measured, load {psutil.getloadavg()[0]:.1f}")
        if len(found) >= enough:
            break
        if in_vain == MOST_IN_VAIN:
            reason = report.document["error"] or "it was answered, but nothing could be measured"
            raise ServiceError(
                f"{in_vain} calls in a row measured nothing: {reason} (more in {report.folder})"
            )
    return found
