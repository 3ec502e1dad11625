"""The takes of every line: kept with who and when, one of them chosen as the recording.

takes/qing-wen-zhuan-gei-shei-…/   000.flac   the recording before the first choice
                                   001.flac   002.flac  …
                                   takes.json who, when, what was found, which is chosen
"""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import soundfile

from voicebot.speech.coverage import file_name
from voicebot.speech.edges import RATE_HZ, trimmed
from voicebot.speech.prompts import load_manifest, save_manifest
from voicebot.studio.errors import StudioError
from voicebot.studio.hum import without_hum
from voicebot.studio.loudness import as_loud_as_the_library
from voicebot.studio.sound import Samples, Sound

INDEX = "takes.json"
FORMER, FORMER_BY = 0, "the recording before"


@dataclass(frozen=True)
class KeptTake:
    """A take in the folder; `broken` are the rules that it broke, each with what was measured."""

    number: int
    by: str
    at: str
    broken: dict[str, float]
    chosen: bool = False


def finished(sound: Sound) -> Samples:
    """Without hum, cut to the voice, as loud as the library; 16 kHz."""
    return as_loud_as_the_library(trimmed(without_hum(sound.at_library_rate())))


class Takes:
    """The takes of one line, `text`. `library` is the folder of the recordings in use."""

    def __init__(self, takes: Path, library: Path, text: str) -> None:
        self.text = text
        self._library = library
        self._folder = takes / file_name(text)

    def all(self) -> list[KeptTake]:
        """In the order of their numbers; StudioError if somebody broke the index."""
        path = self._folder / INDEX
        if not path.exists():
            return []
        try:
            listed = json.loads(path.read_text(encoding="utf-8"))
            return [KeptTake(**take) for take in listed]
        except (ValueError, TypeError) as error:
            raise StudioError(f"{path} is broken ({error}); take it from a backup") from error

    def keep(self, sound: Sound, by: str, at: datetime, broken: dict[str, float]) -> KeptTake:
        """Finishes the sound and keeps it under the next number. StudioError if it is silent."""
        if not sound.samples.any():
            raise StudioError("nothing is heard; switch the microphone on and record again")
        takes = self.all()
        number = max((take.number for take in takes), default=0) + 1
        self._folder.mkdir(parents=True, exist_ok=True)
        soundfile.write(self.file(number), finished(sound), RATE_HZ)
        take = KeptTake(number, by, at.isoformat(timespec="seconds"), broken)
        self._write([*takes, take])
        return take

    def choose(self, number: int, at: datetime) -> None:
        """Makes this take the recording; what was the recording can be chosen again.

        StudioError if there is no such take.
        """
        takes = self.all()
        if number not in [take.number for take in takes]:
            numbers = ", ".join(str(take.number) for take in takes) or "none yet"
            raise StudioError(f"“{self.text}” has no take {number}; there are: {numbers}")
        takes = [*self._former(takes, at), *takes]
        self._adopt(number)
        self._write([KeptTake(**asdict(t) | {"chosen": t.number == number}) for t in takes])

    def file(self, number: int) -> Path:
        """Where the sound of a take is."""
        return self._folder / f"{number:03d}.flac"

    def _former(self, takes: list[KeptTake], at: datetime) -> list[KeptTake]:
        """The recording that no take made, kept as take 0 before the first choice."""
        recorded = load_manifest(self._library).get(self.text)
        if recorded is None or any(take.chosen for take in takes):
            return []
        shutil.copyfile(self._library / recorded, self.file(FORMER))
        return [KeptTake(FORMER, FORMER_BY, at.isoformat(timespec="seconds"), {})]

    def _adopt(self, number: int) -> None:
        """Replaces the file whole: a service may be reading it."""
        self._library.mkdir(parents=True, exist_ok=True)
        recording = f"{self._folder.name}.flac"
        arriving = self._library / f"{recording}.new"
        shutil.copyfile(self.file(number), arriving)
        arriving.replace(self._library / recording)
        save_manifest(self._library, load_manifest(self._library) | {self.text: recording})

    def _write(self, takes: list[KeptTake]) -> None:
        written = self._folder / f"{INDEX}.new"
        text = json.dumps([asdict(take) for take in takes], ensure_ascii=False, indent=1)
        written.write_text(text + "\n", encoding="utf-8")
        written.replace(self._folder / INDEX)
