"""The studio of one installation: its lines, the takes of each, the speakers and their tones."""

from __future__ import annotations

from datetime import datetime

from voicebot.config import Settings
from voicebot.studio.lines import find_line
from voicebot.studio.rules import Finding, Take, check_take
from voicebot.studio.sound import Sound
from voicebot.studio.speakers import Speakers
from voicebot.studio.takes import KeptTake, Takes


class Studio:
    """What the commands and the pages of the studio do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.speakers = Speakers(settings.state_dir / "studio" / "speakers")

    def takes(self, name: str) -> Takes:
        """The takes of the line that is called so; StudioError if there is none."""
        folder = self._settings.state_dir / "studio" / "takes"
        return Takes(folder, self._settings.speech.prompts, find_line(self._settings, name))

    def keep(
        self, takes: Takes, sound: Sound, by: str, now: datetime
    ) -> tuple[KeptTake, list[Finding]]:
        """Keeps a take and tells what is wrong with it: a bad one is kept too, people choose.

        StudioError if nothing is heard.
        """
        reference_hz = self.speakers.reference_hz(by) if self.speakers.knows(by) else None
        findings = check_take(Take(sound, takes.text, reference_hz))
        broken = {finding.rule: round(finding.figure, 2) for finding in findings}
        return takes.keep(sound, by, now, broken), findings
