"""`voicebot gate`: what stands in nlu_data/ and prompts/ against what callers have now.

frozen sentences ──┐
values in them   ──┤
corrected turns  ──┼──▶ before | after ──▶ may be released, or what got worse
journeys         ──┤    whole calls by words and keys, through the dialogue
stories          ──┘

One core understands while the other walks the journeys. What was measured of a model is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.spoken import normalise
from voicebot.dialogue.training import check_files, model_path, train_if_changed
from voicebot.dialogue.understanding import Understanding
from voicebot.operations.evaluation import evaluate_on
from voicebot.quality import releases
from voicebot.quality.exam import CorrectedTurn, Exam
from voicebot.quality.journeys import load_journeys, walk
from voicebot.quality.measured import Measured
from voicebot.quality.side import Side
from voicebot.quality.stories import broken_stories, count_stories
from voicebot.speech.files import recognize_samples
from voicebot.speech.recognizer import SpeechModel

CORRECTED, JOURNEYS, STORIES = "corrected_turns_right", "journeys_hold", "stories_hold"
# What callers say in words of their own choice.
FREE = ("open", "choice")
# A figure may shake by less than half a sentence of some hundred.
SMALLEST = 0.05

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Gate:
    """`worse` says in sentences why the change should not be released; `turns` were heard."""

    before: Side
    after: Side
    turns: int

    @property
    def worse(self) -> list[str]:
        told = []
        for name, after in self.after.figures.items():
            before = self.before.figures[name]
            if after < before - SMALLEST:
                told.append(f"{name} falls from {before:.1f} to {after:.1f} %")
        held = set(self.after.broken) - set(self.before.broken)
        return [*told, *(f"{name} held: now {self.after.broken[name]}" for name in sorted(held))]

    @property
    def still_broken(self) -> list[str]:
        """Journeys and stories that hold neither before nor after."""
        both = set(self.after.broken) & set(self.before.broken)
        return [f"{name}: {self.after.broken[name]}" for name in sorted(both)]

    @property
    def still_wrong(self) -> list[str]:
        """Corrected turns that are heard or understood otherwise before and after."""
        return [turn for turn in self.after.wrong_turns if turn in self.before.wrong_turns]

    def to_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "before": {"release": self.before.name, **self.before.figures},
            "after": {"release": self.after.name, **self.after.figures},
            "corrected_turns": self.turns,
            "broken": {"before": self.before.broken, "after": self.after.broken},
            "worse": self.worse,
        }


def run_gate(settings: Settings, progress: Progress) -> Gate:
    """Trains if need be, and measures both, unless they were measured by the same tests before."""
    # First, for it fails where there is no bank yet, and nobody trains a minute to be told so.
    exam = Exam.load(settings)
    check_files(settings)
    progress(f"{len(exam.turns)} corrected turns with their sound")
    used = releases.settings_of(settings, releases.spoken(settings))
    changed = model_path(used).name != model_path(settings).name
    with ThreadPoolExecutor(max_workers=1) as other_core:
        sides = [Measuring(used, exam, other_core, progress)] if changed else []
        train_if_changed(settings, progress)
        sides.append(Measuring(settings, exam, other_core, progress))
        measured = [side.measure() for side in sides]
    return Gate(measured[0], measured[-1], len(exam.turns))


class Measuring:
    """One dialogue by the tests, which are not its own: both sides have the same."""

    def __init__(
        self, settings: Settings, exam: Exam, other_core: ThreadPoolExecutor, progress: Progress
    ) -> None:
        """Begins to walk the journeys."""
        self._settings = settings
        self._exam = exam
        self._progress = progress
        self._name = releases.name_of(model_path(settings))
        self._folder = folder_of(settings, self._name)
        self._kept = Measured.load(self._folder, exam.digest)
        self._journeys = load_journeys(exam.folder / "journeys")
        self._walked: Future[dict[str, str]] | None = None
        if not self._kept.tests:
            self._walked = other_core.submit(walk, settings, self._journeys, progress)

    def measure(self) -> Side:
        """All that was not measured before; raises what training and the dialogue raise."""
        kept, exam = self._kept, self._exam
        unheard = [turn for turn in exam.turns if turn.key not in kept.turns]
        if self._walked or unheard:
            understanding = Understanding(self._settings, self._progress)
            if self._walked:
                self._test(understanding, self._walked)
            if unheard:
                self._progress(f"{len(unheard)} corrected turns, heard by {self._name}")
                ear = SpeechModel.load(self._settings)
                kept.turns |= {turn.key: is_right(ear, understanding, turn) for turn in unheard}
            kept.save(self._folder)
        figures = dict(kept.figures)
        wrong = tuple(turn.told for turn in exam.turns if not kept.turns[turn.key])
        if exam.turns:
            figures[CORRECTED] = 100 * (1 - len(wrong) / len(exam.turns))
        return Side(self._name, figures, kept.counted(), kept.broken, wrong)

    def _test(self, understanding: Understanding, walked: Future[dict[str, str]]) -> None:
        kept, folder = self._kept, self._exam.folder
        self._progress(f"the frozen sentences, understood by {self._name}")
        evaluation = evaluate_on(understanding, folder)
        self._progress(f"the stories, with {self._name}")
        stories = broken_stories(understanding.agent, folder / "stories")
        journeys = walked.result()
        kept.tests = self._exam.digest
        kept.figures = evaluation.figures | {
            STORIES: _held(stories, count_stories(folder / "stories")),
            JOURNEYS: _held(journeys, len(self._journeys)),
        }
        kept.confused = [(*pair, count) for pair, count in evaluation.confused.items()]
        kept.broken = stories | journeys


def folder_of(settings: Settings, name: str) -> Path:
    """Where the gate keeps what it measured of that model."""
    return settings.state_dir / "gate" / name


def is_right(ear: SpeechModel, understanding: Understanding, turn: CorrectedTurn) -> bool:
    """Whether the turn is now understood as staff say it should have been.

    Where a name or a number was asked for, the words have to be right as well.
    """
    asked = turn.correction.turn.listen
    heard = recognize_samples(ear, turn.sound, Listen(asked))  # type: ignore[arg-type]
    (meant,) = understanding.of([heard.text or "嗯"])
    same_words = normalise(heard.text) == normalise(turn.correction.said)
    return meant["intent"] == turn.correction.intent and (same_words or asked in FREE)


def _held(broken: dict[str, str], all_: int) -> float:
    """Percent."""
    return 100 * (1 - len(broken) / max(all_, 1))
