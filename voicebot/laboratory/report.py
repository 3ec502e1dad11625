"""What the laboratory found: a table, files for other programs, and a picture."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicebot.laboratory.conditions import TELEPHONE
from voicebot.laboratory.numbers import NumberCall
from voicebot.laboratory.trial import Trial
from voicebot.operations.percentiles import percentile
from voicebot.operations.targets import Target, at_least, at_most

# Heard with at least this confidence, a text is seldom wrong (the table says how seldom).
SURE = 0.9
# What is wanted of callers on the telephone; "numbers" are phone numbers that are right after the
# read-back was mended, and "opposite" is a yes taken for a no or a no for a yes.
WANTED = {
    "yes_no": at_least(98, "%"),
    "amount": at_least(95, "%"),
    "payee": at_least(97, "%"),
    "service": at_least(95, "%"),
    "branch": at_least(95, "%"),
}
WANTED_NUMBERS, WANTED_OPPOSITE = at_least(98, "%"), at_most(1, "%")


@dataclass(frozen=True)
class Row:
    """One kind of question in one condition; who was not understood was asked `again`, once."""

    condition: str
    question: str
    asked: int
    right: int
    again: int
    right_then: int
    opposite: int
    cut_off: int
    false_stops: int
    waited_p50_ms: int | None
    waited_p95_ms: int | None

    @property
    def percent(self) -> float:
        return 100 * self.right / self.asked


def rows(trials: Iterable[Trial]) -> list[Row]:
    """By condition and question, in the order in which they were tried."""
    groups: dict[tuple[str, str], list[Trial]] = {}
    for trial in trials:
        groups.setdefault((trial.condition, trial.sample.question), []).append(trial)
    return [_row(*key, of_group) for key, of_group in groups.items()]


def _row(condition: str, question: str, trials: Sequence[Trial]) -> Row:
    p50, p95 = waited_ms(trials)
    return Row(
        condition=condition,
        question=question,
        asked=len(trials),
        right=sum(trial.right for trial in trials),
        again=sum(trial.asked_again is not None for trial in trials),
        right_then=sum(trial.last.right for trial in trials),
        opposite=sum(trial.last.opposite for trial in trials),
        cut_off=sum(trial.answer.cut_off for trial in trials),
        false_stops=sum(trial.answer.false_stops for trial in trials),
        waited_p50_ms=p50,
        waited_p95_ms=p95,
    )


def waited_ms(trials: Iterable[Trial]) -> tuple[int | None, int | None]:
    """p50 and p95 of the wait for the end of the turn; of who was never heard there is none."""
    waits = [t.answer.waited_ms for t in trials if t.answer.waited_ms is not None]
    if not waits:
        return None, None
    return round(percentile(waits, 50)), round(percentile(waits, 95))


def table(trials: Sequence[Trial]) -> Iterator[str]:
    """Right of asked, a line a condition, a column a question; what went wrong, and the waits."""
    found = rows(trials)
    questions = list(dict.fromkeys(row.question for row in found))
    yield (
        f"{'':<22}"
        + "".join(f"{question:>12}" for question in questions)
        + "   opposite  cut off  false stops  waited p50   p95 ms"
    )
    for condition in dict.fromkeys(row.condition for row in found):
        of = {row.question: row for row in found if row.condition == condition}
        cells = "".join(
            f"{of[q].right:>8}/{of[q].asked:<3}" if q in of else " " * 12 for q in questions
        )
        opposite = sum(row.opposite for row in of.values())
        cut_off = sum(row.cut_off for row in of.values())
        false_stops = sum(row.false_stops for row in of.values())
        p50, p95 = waited_ms(trial for trial in trials if trial.condition == condition)
        yield (
            f"{condition:<22}{cells}{opposite:>11}{cut_off:>9}{false_stops:>13}"
            f"{'—' if p50 is None else p50:>12}{'—' if p95 is None else p95:>9}"
        )


def targets(found: Sequence[Row], calls: Sequence[tuple[str, NumberCall]]) -> Iterator[str]:
    """What was measured on the plain telephone against what is wanted, a line each."""
    for row in found:
        if row.condition == TELEPHONE.name and row.question in WANTED:
            at_once = _against(row.question, row.right, row.asked, WANTED[row.question])
            yield f"{at_once:<66}{row.right_then}/{row.asked} with {row.again} asked again"
        if row.condition == TELEPHONE.name and row.question == "yes_no":
            yield _against("opposite", row.opposite, row.asked, WANTED_OPPOSITE)
    right = [call.right for name, call in calls if name == TELEPHONE.name]
    if right:
        yield _against("numbers mended", sum(right), len(right), WANTED_NUMBERS)


def _against(name: str, some: int, asked: int, wanted: Target) -> str:
    percent = 100 * some / asked
    return f"{name:<16}{some:>8}/{asked:<5}{percent:>6.1f}%   {wanted.verdict(percent)}"


def confidence(trials: Sequence[Trial]) -> Iterator[str]:
    """Whether the confidence can be trusted."""
    for name, chosen in (
        (f"confidence ≥ {SURE}", [t for t in trials if t.answer.confidence >= SURE]),
        (f"confidence < {SURE}", [t for t in trials if t.answer.confidence < SURE]),
    ):
        yield f"{name:<22}{sum(t.right for t in chosen):>8}/{len(chosen)} right"


def numbers(calls: Sequence[tuple[str, NumberCall]]) -> Iterator[str]:
    """Phone numbers at once, and after the wrong parts were said again."""
    for condition in dict.fromkeys(name for name, _ in calls):
        of = [call for name, call in calls if name == condition]
        at_once = sum(call.right_at_once for call in of)
        right = sum(call.right for call in of)
        corrections = sum(call.corrections for call in of)
        yield (
            f"{condition:<22}{at_once:>8}/{len(of)} at once{right:>8}/{len(of)} after the "
            f"read-back, {corrections} parts said again"
        )


def write(
    folder: Path,
    found: Sequence[Row],
    trials: Sequence[Trial],
    calls: Sequence[tuple[str, NumberCall]],
) -> None:
    """figures.csv, trials.json and accuracy.png in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "figures.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Row.__annotations__)
        writer.writerows([getattr(row, name) for name in Row.__annotations__] for row in found)
    document = {
        "trials": [_document(trial) for trial in trials],
        "numbers": [{"condition": name} | vars(call) for name, call in calls],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (folder / "trials.json").write_text(text, encoding="utf-8")
    _draw(found, folder / "accuracy.png")


def _document(trial: Trial) -> dict[str, object]:
    return {
        "condition": trial.condition,
        "question": trial.sample.question,
        "voice": trial.sample.voice,
        "held_out": trial.sample.held_out,
        "said": trial.sample.text,
        "heard": trial.answer.text,
        "confidence": round(trial.answer.confidence, 3),
        "right": trial.right,
        "asked_again": trial.asked_again.answer.text if trial.asked_again else None,
        "opposite": trial.last.opposite,
        "cut_off": trial.answer.cut_off,
        "false_stops": trial.answer.false_stops,
        "waited_ms": None if trial.answer.waited_ms is None else round(trial.answer.waited_ms),
    }


def _draw(found: Sequence[Row], path: Path) -> None:
    """A field a question and condition, the greener the better."""
    import matplotlib

    matplotlib.use("Agg")  # no screen is needed
    from matplotlib import pyplot

    questions = list(dict.fromkeys(row.question for row in found))
    conditions = list(dict.fromkeys(row.condition for row in found))
    percent = {(row.condition, row.question): row.percent for row in found}
    grid = [[percent.get((c, q), float("nan")) for q in questions] for c in conditions]
    figure, axes = pyplot.subplots(figsize=(8, 1.5 + 0.4 * len(conditions)), dpi=110)
    axes.imshow(grid, cmap="RdYlGn", vmin=50, vmax=100, aspect="auto")
    axes.set_xticks(range(len(questions)), questions)
    axes.set_yticks(range(len(conditions)), conditions)
    axes.set_title("heard right, per cent")
    for (condition, question), value in percent.items():
        at = questions.index(question), conditions.index(condition)
        axes.text(*at, f"{value:.0f}", ha="center", va="center")
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)
