"""What the gate tests both dialogues with: the same sentences, calls, stories and sounds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from voicebot.bank import database
from voicebot.config import Settings
from voicebot.operations import sealed_recordings
from voicebot.quality import clip, reviews
from voicebot.quality.reviews import Correction

PROGRAM = Path(__file__).parents[1]


@dataclass(frozen=True)
class CorrectedTurn:
    """What staff say was said and meant, and the sound of it, 16 kHz."""

    correction: Correction
    sound: npt.NDArray[np.int16]

    @property
    def told(self) -> str:
        """As staff know it, with its number in the console."""
        one = self.correction
        return f"turn {one.turn.id}, “{one.said}”, is not taken for {one.intent}"

    @property
    def key(self) -> str:
        """Another one when staff correct the turn again."""
        one = self.correction
        told = (one.turn.id, one.said, one.intent, one.values)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Exam:
    """`folder` is nlu_data/tests; `digest` changes with any of its files, and with the program."""

    folder: Path
    digest: str
    turns: tuple[CorrectedTurn, ...]

    @classmethod
    def load(cls, settings: Settings) -> Exam:
        """The tests that stand in the files; DatabaseError where there is no bank yet."""
        with database.reading(settings.bank.database) as db:
            turns = tuple(_with_sound(db, settings.recordings, reviews.corrections(db)))
        folder = settings.nlu_data / "tests"
        files = [*sorted(folder.rglob("*.yml")), *sorted(PROGRAM.rglob("*.py"))]
        digest = hashlib.sha256()
        for file in files:
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
        return cls(folder, digest.hexdigest()[:16], turns)


def _with_sound(
    db: Any, recordings: Path, corrections: Sequence[Correction]
) -> Iterator[CorrectedTurn]:
    """The corrected turns whose recording is there and has nothing to hide."""
    for correction in corrections:
        turn = correction.turn
        recording = sealed_recordings.find(db, recordings, turn.call_id)
        if recording and turn.by == "voice" and not turn.silenced:
            yield CorrectedTurn(correction, clip.cut(db, recording, turn)[0])
