"""`voicebot gate`: what stands in nlu_data/ and prompts/ against what callers have now.

frozen sentences ──┐
values in them   ──┼──▶ before | after ──▶ may be released, or what got worse
corrected turns  ──┤    their sound, through recognition and understanding
journeys         ──┘    whole calls by words and keys, through the dialogue
stories          ─────▶ all of them hold
"""

from __future__ import annotations

import json
import subprocess
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from voicebot.bank import database
from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.errors import TrainingFailed
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.training import rasa_command, rasa_environment, train_if_changed
from voicebot.dialogue.understanding import Understanding
from voicebot.operations import sealed_recordings
from voicebot.operations.evaluation import evaluate_on
from voicebot.quality import clip, releases, reviews
from voicebot.quality.journeys import load_journeys, walk
from voicebot.quality.reviews import Correction
from voicebot.speech.files import recognize_samples
from voicebot.speech.recognizer import SpeechModel

CORRECTED, JOURNEYS = "corrected_turns_right", "journeys_hold"
# What callers say in words of their own choice.
FREE = ("open", "choice")
STORIES_HOLD = "None of the test stories failed"
# A figure may shake by less than half a sentence of some hundred.
SMALLEST = 0.05


@dataclass(frozen=True)
class Side:
    """One of the two dialogues: its figures in percent, what was taken for what, by intent.

    `broken` is what happened instead in the journeys that do not hold, by their names.
    """

    name: str
    figures: dict[str, float]
    confused: Counter[tuple[str, str]]
    broken: dict[str, str] = field(default_factory=dict)

    def accuracy(self) -> dict[str, float]:
        """Percent of each intent's sentences that were understood as it."""
        right: dict[str, int] = defaultdict(int)
        all_: dict[str, int] = defaultdict(int)
        for (meant, got), count in self.confused.items():
            all_[meant] += count
            right[meant] += count if meant == got else 0
        return {meant: 100 * right[meant] / all_[meant] for meant in sorted(all_)}


@dataclass(frozen=True)
class Gate:
    """`worse` says in sentences why the change should not be released; `turns` were heard."""

    before: Side
    after: Side
    turns: int
    stories_hold: bool

    @property
    def worse(self) -> list[str]:
        told = [] if self.stories_hold else ["a story does not hold; rasa test says which"]
        for name, after in self.after.figures.items():
            before = self.before.figures[name]
            if after < before - SMALLEST:
                told.append(f"{name} falls from {before:.1f} to {after:.1f} %")
        held = set(self.after.broken) - set(self.before.broken)
        return [*told, *(f"{name} held: now {self.after.broken[name]}" for name in sorted(held))]

    @property
    def still_broken(self) -> list[str]:
        """Journeys that hold neither before nor after."""
        both = set(self.after.broken) & set(self.before.broken)
        return [f"{name}: {self.after.broken[name]}" for name in sorted(both)]

    def to_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "before": {"release": self.before.name, **self.before.figures},
            "after": {"release": self.after.name, **self.after.figures},
            "corrected_turns": self.turns,
            "stories_hold": self.stories_hold,
            "broken_journeys": {"before": self.before.broken, "after": self.after.broken},
            "worse": self.worse,
        }


def run_gate(settings: Settings, progress: Callable[[str], None]) -> Gate:
    """Trains if need be, and measures both; three minutes where both sides are measured."""
    # First, for it fails where there is no bank yet, and nobody trains two minutes to be told so.
    with database.reading(settings.bank.database) as db:
        corrections = reviews.corrections(db)
        sounds = _sounds(db, settings.recordings, corrections)
    progress(f"{len(sounds)} corrected turns with their sound")
    model = train_if_changed(settings, progress)
    used = releases.settings_of(settings, releases.in_use(settings))
    after = _measure(settings, settings, releases.name_of(model), sounds, progress)
    in_use = train_if_changed(used, progress)
    before = (
        after
        if in_use.name == model.name
        else _measure(used, settings, releases.name_of(in_use), sounds, progress)
    )
    progress("the stories")
    return Gate(before, after, len(sounds), _stories_hold(settings, model))


Sound = tuple[Correction, Any]


def _sounds(db: Any, recordings: Path, corrections: Sequence[Correction]) -> list[Sound]:
    """The corrected turns whose recording is there and has nothing to hide."""
    sounds = []
    for correction in corrections:
        turn = correction.turn
        recording = sealed_recordings.find(db, recordings, turn.call_id)
        if recording and turn.by == "voice" and not turn.silenced:
            sounds.append((correction, clip.cut(db, recording, turn)[0]))
    return sounds


def _measure(
    settings: Settings,
    frozen: Settings,
    name: str,
    sounds: Sequence[Sound],
    progress: Callable[[str], None],
) -> Side:
    """The dialogue of `settings` on the sentences of `frozen`, so that both sides have the same."""
    understanding = Understanding(settings, progress)
    progress(f"the frozen sentences, understood by {name}")
    evaluation = evaluate_on(understanding, frozen.nlu_data / "tests")
    figures = dict(evaluation.figures)
    if sounds:
        ear = SpeechModel.load(settings)
        figures[CORRECTED] = 100 * count_right(ear, understanding, sounds) / len(sounds)
    progress(f"the journeys, with {name}")
    journeys = load_journeys(frozen.nlu_data / "tests" / "journeys")
    broken = walk(settings, journeys, progress)
    figures[JOURNEYS] = 100 * (1 - len(broken) / max(len(journeys), 1))
    return Side(name, figures, evaluation.confused, broken)


def count_right(ear: SpeechModel, understanding: Understanding, sounds: Sequence[Sound]) -> int:
    """How many turns are now understood as staff say they should have been.

    Where a name or a number was asked for, the words have to be right as well.
    """
    right = 0
    for correction, sound in sounds:
        heard = recognize_samples(ear, sound, Listen(correction.turn.listen))  # type: ignore[arg-type]
        (meant,) = understanding.of([heard.text or "嗯"])
        same_words = normalise(heard.text) == normalise(correction.said)
        words_count = correction.turn.listen not in FREE
        right += meant["intent"] == correction.intent and (same_words or not words_count)
    return right


def _stories_hold(settings: Settings, model: Path) -> bool:
    """Whether Rasa's own test finds every story of nlu_data/tests/stories to hold."""
    with TemporaryDirectory() as folder:
        command = [*rasa_command(), "test", "core", "--model", str(model), "--e2e", "--no-plot"]
        stories = settings.nlu_data / "tests" / "stories"
        command += ["--stories", str(stories), "--out", folder]
        result = subprocess.run(
            command,
            cwd=settings.nlu_data.parent,
            env=rasa_environment(),
            capture_output=True,
            text=True,
        )
        failed = Path(folder) / "failed_test_stories.yml"
        if result.returncode or not failed.exists():
            last = result.stderr.strip().split("\n")[-1]
            raise TrainingFailed(f"the stories cannot be tested: {last}")
        return STORIES_HOLD in failed.read_text(encoding="utf-8")


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
