"""`voicebot evaluate`: how well the trained dialogue understands sentences it was never trained on.

    nlu_data/tests/nlu/     sentence → intent        accuracy, out-of-scope sentences refused
    nlu_data/tests/values/  sentence → its values    precision, recall, F1 over (kind, value)
    nlu_data/tests/blind/   the same, written by who knew no phrase: no bar, an honest figure

Writes `report.json`, `confusion.png`, and `report.html` with both and all that went wrong.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from voicebot.config import ConfigError, Settings, read_yaml
from voicebot.dialogue.understanding import Understanding
from voicebot.speech.phrases import OUT_OF_SCOPE

EXAMPLE = re.compile(r"^- (.+)$", re.MULTILINE)
ALL = "*.yml"
# What is not understood is refused as well as what is known to be no business of a bank.
REFUSALS = (OUT_OF_SCOPE, "nlu_fallback")
# The bank's own bar for a release, in percent.
LEAST = {"intent_accuracy": 97.0, "value_f1": 95.0, "out_of_scope_refused": 90.0}


@dataclass(frozen=True)
class Wrong:
    """A sentence that was not understood as it was meant."""

    text: str
    meant: str
    understood: str


@dataclass(frozen=True)
class Evaluation:
    """`figures` are percentages, of values only where a file has them.

    `confused` counts (meant, understood) of all sentences.
    """

    sentences: int
    figures: dict[str, float]
    wrong: list[Wrong]
    confused: Counter[tuple[str, str]]

    @property
    def good_enough(self) -> bool:
        """Whether every figure reaches the bank's bar."""
        return all(self.figures.get(name, 0.0) >= least for name, least in LEAST.items())


def evaluate(
    settings: Settings, progress: Callable[[str], None], blind: bool = False, files: str = ALL
) -> Evaluation:
    """Trains first if `nlu_data/` has changed; a minute for a thousand sentences.

    `blind`: the sentences that nobody looked at while phrases were written; `files`: which of them.
    """
    folder = settings.nlu_data / ("tests/blind" if blind else "tests")
    if not any((folder / "nlu").glob(files)):
        there = ", ".join(path.name for path in sorted((folder / "nlu").glob(ALL)))
        raise ConfigError(folder / "nlu", None, f"no file is named {files}; there are {there}")
    return evaluate_on(Understanding(settings, progress), folder, files)


def evaluate_on(understanding: Understanding, folder: Path, files: str = ALL) -> Evaluation:
    """How well the frozen sentences in `folder` are understood, those of the `files` named."""
    frozen = list(_frozen(sorted((folder / "nlu").glob(files))))
    confused, wrong = _intents(understanding, frozen)
    with_values = sorted((folder / "values").glob(files))
    f1, missed = _values(understanding, with_values)
    right = sum(count for (meant, got), count in confused.items() if meant == got)
    foreign = sum(count for (meant, _), count in confused.items() if meant == OUT_OF_SCOPE)
    figures = {
        "intent_accuracy": 100 * right / max(sum(confused.values()), 1),
        "out_of_scope_refused": 100 * confused[OUT_OF_SCOPE, OUT_OF_SCOPE] / max(foreign, 1),
    }
    if with_values:
        figures["value_f1"] = 100 * f1
    return Evaluation(len(frozen), figures, [*wrong, *missed], confused)


def _frozen(paths: Sequence[Path]) -> Iterator[tuple[str, str]]:
    for path in paths:
        for entry in read_yaml(path)["nlu"]:
            for text in EXAMPLE.findall(entry["examples"]):
                yield text.strip(), entry["intent"]


def _intents(
    understanding: Understanding, frozen: Sequence[tuple[str, str]]
) -> tuple[Counter[tuple[str, str]], list[Wrong]]:
    confused: Counter[tuple[str, str]] = Counter()
    wrong = []
    for (text, meant), result in zip(
        frozen, understanding.of([text for text, _ in frozen]), strict=True
    ):
        got = OUT_OF_SCOPE if result["intent"] in REFUSALS else result["intent"]
        confused[meant, got] += 1
        if got != meant:
            wrong.append(Wrong(text, meant, f"{got} {result['confidence']:.2f}"))
    return confused, wrong


def _values(understanding: Understanding, paths: Sequence[Path]) -> tuple[float, list[Wrong]]:
    found = missing = extra = 0
    wrong = []
    for path in paths:
        document = read_yaml(path)
        for sentence in document["sentences"]:
            expected = {(kind, str(value)) for kind, value in sentence.items() if kind != "text"}
            values = understanding.values(sentence["text"], document["today"])
            got = {(value["entity"], str(value["value"])) for value in values}
            found += len(expected & got)
            missing += len(expected - got)
            extra += len(got - expected)
            if got != expected:
                wrong.append(Wrong(sentence["text"], _shown(expected), _shown(got)))
    return 2 * found / max(2 * found + missing + extra, 1), wrong


def _shown(values: set[tuple[str, str]]) -> str:
    return " ".join(f"{kind}={value}" for kind, value in sorted(values)) or "nothing"


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """The three files in `folder`; gives the page to open."""
    folder.mkdir(parents=True, exist_ok=True)
    document = {
        "sentences": evaluation.sentences,
        "figures": evaluation.figures,
        "least": LEAST,
        "wrong": [asdict(one) for one in evaluation.wrong],
    }
    text = json.dumps(document, ensure_ascii=False, indent=2)
    (folder / "report.json").write_text(text, encoding="utf-8")
    picture = folder / "confusion.png"
    _draw(evaluation.confused, picture)
    page = folder / "report.html"
    page.write_text(_page(evaluation, picture), encoding="utf-8")
    return page


def _draw(confused: Mapping[tuple[str, str], int], path: Path) -> None:
    """Rows what was meant, columns what was understood; everything off the diagonal is wrong."""
    import matplotlib

    matplotlib.use("Agg")  # no screen is needed
    from matplotlib import pyplot

    names = sorted({name for pair in confused for name in pair})
    counts = [[confused[meant, got] for got in names] for meant in names]
    size = max(6.0, 0.28 * len(names))
    figure, axes = pyplot.subplots(figsize=(size, size), dpi=110)
    axes.imshow(counts, cmap="Blues")
    axes.set_xticks(range(len(names)), names, rotation=90)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    for row, meant in enumerate(names):
        for column, got in enumerate(names):
            if confused[meant, got]:
                color = "black" if row == column else "red"
                axes.text(column, row, confused[meant, got], ha="center", va="center", color=color)
    figure.tight_layout()
    figure.savefig(path)
    pyplot.close(figure)


def _page(evaluation: Evaluation, picture: Path) -> str:
    image = base64.b64encode(picture.read_bytes()).decode("ascii")
    figures = "".join(
        f"<tr><th scope=row>{name}<td>{figure:.1f} %<td>{LEAST[name]:.0f} %"
        for name, figure in evaluation.figures.items()
    )
    wrong = "".join(
        f"<tr><td lang=zh>{html.escape(one.text)}<td>{html.escape(one.meant)}"
        f"<td>{html.escape(one.understood)}"
        for one in evaluation.wrong
    )
    return f"""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>What the dialogue understands</title>
<style>body {{ font: 17px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; }}
th, td {{ text-align: left; padding: .3rem .8rem; border-bottom: 1px solid #ccc; }}</style>
<h1>What the dialogue understands</h1>
<p>{evaluation.sentences} sentences that it was never trained on.</p>
<table><thead><tr><th>figure<th>now<th>at least</thead><tbody>{figures}</tbody></table>
<h2>Sentences that went wrong</h2>
<table><thead><tr><th>said<th>meant<th>understood</thead><tbody>{wrong}</tbody></table>
<h2>What is taken for what</h2>
<img alt="Confusion matrix: rows meant, columns understood" src="data:image/png;base64,{image}">
</html>
"""
