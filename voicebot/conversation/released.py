"""What a call needs of the release that it begins with, and the newest release, for new calls.

dialogue serves  A ─────────── B ─────────────────────
new calls get    A ─────────────────── B ─────────────   as soon as its words and its ear are loaded
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from voicebot.bank.errors import BankError
from voicebot.config import ConfigError, Settings
from voicebot.conversation.sessions import Sessions
from voicebot.dialogue.client import newest_model
from voicebot.dialogue.errors import DialogueError
from voicebot.quality import releases
from voicebot.speech.completeness import Completeness
from voicebot.speech.earcons import load_earcons
from voicebot.speech.errors import SpeechError
from voicebot.speech.listener import PATIENCE_S, Listener
from voicebot.speech.prompts import PromptLibrary, Voice
from voicebot.speech.recognizer import SpeechModel

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Released:
    """The ear, the mouth and the sessions of one release, which names its model to the dialogue."""

    name: str
    model: SpeechModel
    completeness: Completeness
    library: PromptLibrary
    sessions: Sessions

    @classmethod
    def load(cls, settings: Settings, voice: Voice) -> Released:
        """What the dialogue serves, and the recordings of now; two seconds, most outside Python.

        Raises what `serve` explains to staff.
        """
        name = newest_model(settings.dialogue.url)
        settings = releases.settings_of(settings, name)
        completeness = Completeness.load(settings.nlu_data / "nlu")
        earcons = load_earcons(settings.speech.earcons) if settings.speech.earcons else None
        library = PromptLibrary(settings.speech.prompts, voice, earcons)
        library.preload()
        sessions = Sessions(settings, name)
        return cls(name, SpeechModel.load(settings), completeness, library, sessions)

    def listener(self, settings: Settings) -> partial[Listener]:
        """Makes an ear, given what its events are for."""
        return partial(
            Listener, self.model, self.completeness, settings.speech, patience_s=PATIENCE_S
        )


class NewestRelease:
    """`released` is what a call gets that begins now."""

    def __init__(self, load: Callable[[], Released]) -> None:
        """Loads the release of now; raises what `load` raises."""
        self._load = load
        self._news = asyncio.Event()
        self.released = load()

    def is_there(self) -> None:
        """The dialogue serves a newer release."""
        self._news.set()

    async def follow(self) -> None:
        """Loads newer releases beside the calls, one after the other: the last one stays.

        The recogniser of the release before goes with its last call.
        """
        while True:
            await self._news.wait()
            self._news.clear()
            try:
                self.released = await asyncio.to_thread(self._load)
                log.info("new calls begin with the release %s", self.released.name)
            except (ConfigError, BankError, DialogueError, SpeechError):
                log.exception("the release is not loaded; new calls get the one before")
