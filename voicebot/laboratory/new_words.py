"""What a word that is added to the recogniser changes: for the sample callers, and for itself.

The sample callers are heard by open recognition, which a new word could lead astray; a new word is
said by the synthetic voice and heard as a call hears it, and as if staff had written it down.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import soundfile
import soxr
from ruamel.yaml import YAML

from voicebot.config import Settings
from voicebot.conversation.turn import Listen
from voicebot.dialogue.language.spoken import normalise
from voicebot.speech.files import recognize_samples
from voicebot.speech.phrases import load_wishes
from voicebot.speech.recognizer import RATE_HZ, SpeechModel
from voicebot.speech.voice import SyntheticVoice

Sound = npt.NDArray[np.int16]


@dataclass(frozen=True)
class Effect:
    """`right` of `sentences`, before and after; `heard`: what the word was heard as, both times."""

    sentences: int
    right: tuple[int, int]
    heard: Mapping[str, tuple[str, str]]


def measure_effect(
    settings: Settings,
    models: tuple[Path, Path],
    word: str,
    callers: Path,
    most: int,
    progress: Callable[[str], None],
) -> Effect:
    """Hears at most so many of the sample callers in the folder `callers` with the models of before
    and after, and the word; tells how far it is."""
    wishes = load_wishes(settings.nlu_data / "nlu")
    free = [SpeechModel(path, wishes) for path in models]
    samples = _samples(callers, most)
    counted = []
    for ear, model in zip(free, ("before", "after"), strict=True):
        progress(f"{len(samples)} sample callers, heard as {model}")
        counted.append(_count_right(ear, samples))
    before, now = counted
    sound = SyntheticVoice(settings.state_dir / "voice").render(word)
    as_phrase = [SpeechModel(path, [*wishes, word]) for path in models]
    heard = {
        f"{word} in free speech": _heard(free, sound),
        f"{word} as a phrase of nlu_data": _heard(as_phrase, sound),
    }
    return Effect(len(samples), (before, now), heard)


def _heard(ears: Sequence[SpeechModel], sound: Sound) -> tuple[str, str]:
    before, after = (recognize_samples(ear, sound, Listen()).text for ear in ears)
    return before, after


def _samples(folder: Path, most: int) -> list[tuple[str, Sound]]:
    """Text and sound, taken evenly from the whole list; none where no samples are."""
    if not (folder / "manifest.yaml").exists():
        return []
    listed = YAML(typ="safe").load((folder / "manifest.yaml").read_text(encoding="utf-8"))
    spoken = [sample for sample in listed if sample["text"]]
    step = max(len(spoken) // max(most, 1), 1)
    return [(one["text"], _read(folder / one["file"])) for one in spoken[::step][:most]]


def _read(file: Path) -> Sound:
    samples, rate_hz = soundfile.read(file, dtype="int16")
    return np.asarray(soxr.resample(samples, rate_hz, RATE_HZ), dtype=np.int16)


def _count_right(ear: SpeechModel, samples: Sequence[tuple[str, Sound]]) -> int:
    heard = ("".join(word for word, _, _ in ear.word_times(sound)) for _, sound in samples)
    return sum(
        normalise(text) == normalise(said) for text, (said, _) in zip(heard, samples, strict=True)
    )
