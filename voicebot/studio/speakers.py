"""The reference tone of every speaker: a take that they tune their voice to, kept by their name."""

from __future__ import annotations

import shutil
from pathlib import Path

from voicebot.studio.errors import StudioError
from voicebot.studio.pitch import pitch_hz
from voicebot.studio.sound import read_sound


class Speakers:
    """References in `folder`, a file for each speaker."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, name: str, file: Path) -> float:
        """Makes the file the speaker's reference; its pitch in Hz. StudioError if it has none."""
        self._check(name)
        pitch = _pitch_of(file)
        self._folder.mkdir(parents=True, exist_ok=True)
        if former := self.file(name):
            former.unlink()
        shutil.copyfile(file, self._folder / (name + file.suffix))
        return pitch

    def knows(self, name: str) -> bool:
        """Whether the speaker has a reference."""
        return self.file(name) is not None

    def file(self, name: str) -> Path | None:
        """The sound of the speaker's reference, if there is one."""
        return next((path for path in self._folder.glob("*") if path.stem == name), None)

    def reference_hz(self, name: str) -> float:
        """The pitch of the speaker's reference; StudioError if there is none."""
        file = self.file(name)
        if file is None:
            raise StudioError(f"{name} has no reference: voicebot studio reference {name} FILE")
        return _pitch_of(file)

    def _check(self, name: str) -> None:
        if not name or Path(name).name != name or name.startswith("."):
            raise StudioError(f"“{name}” cannot be a file name; write the speaker's name only")


def _pitch_of(file: Path) -> float:
    pitch = pitch_hz(read_sound(file).at_library_rate())
    if pitch is None:
        raise StudioError(f"{file}: no voice in it; record a whole sentence")
    return pitch
