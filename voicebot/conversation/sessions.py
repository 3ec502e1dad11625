"""Sessions of one installation: what all its calls share, loaded once, joined with a line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from voicebot.bank import database
from voicebot.bank.preferences import Preferences
from voicebot.config import Settings
from voicebot.conversation.commands import load_commands
from voicebot.conversation.earcons import load_announced
from voicebot.conversation.ports import Line, Log
from voicebot.conversation.session import Session
from voicebot.conversation.teller import Teller
from voicebot.dialogue.client import DialogueClient
from voicebot.dialogue.language.sounds import Accent
from voicebot.operations import sealed_recordings
from voicebot.quality import history
from voicebot.speech.wording import load_responses


class Sessions:
    """One for each release in a process; telephone, desk and terminal open their sessions here."""

    def __init__(self, settings: Settings, model: str = "") -> None:
        """`model` answers all calls, the newest if it is "".

        Raises ConfigError if the wording, the commands or the accent are broken.
        """
        self._settings = settings
        responses = load_responses(settings.prompts)
        self._wording = {name: texts[0] for name, texts in responses.items()}
        self._accent = Accent.load(settings.nlu_data / "accent.yml")
        self._commands = load_commands(settings.nlu_data / "commands.yml", self._accent)
        self._announced = load_announced(settings.prompts, settings.nlu_data / "flows")
        self._usual = Preferences(
            rate=settings.speech.rate, earcons=settings.speech.earcons is not None
        )
        self._database = database.open_database(settings.bank.database, settings.rules)
        self._teller = Teller(self._database)
        self._dialogue = DialogueClient(
            settings.dialogue.url, settings.dialogue.answer_within_ms / 1000, model
        )

    def open(self, call_id: str, caller_number: str, line: Line, log: Log) -> Session:
        """The session of one call; `caller_number` is "" if withheld."""
        return Session(
            call_id,
            caller_number,
            line=line,
            dialogue=self._dialogue,
            bank=self._teller,
            log=log,
            wording=self._wording,
            accent=self._accent,
            commands=self._commands,
            settings=self._settings.conversation,
            announced=self._announced,
            usual=self._usual,
            now=datetime.now,
        )

    def file_away(self, call_id: str, folder: Path) -> None:
        """The call is over: what was recorded stays what it is, and its turns can be looked at."""
        recordings, now = self._settings.recordings, datetime.now()
        recording = folder / sealed_recordings.RECORDING_FILE
        database.transaction(
            self._database,
            lambda db: sealed_recordings.seal(db, call_id, recordings, recording, now),
        )
        database.transaction(self._database, lambda db: history.keep_turns(db, call_id, folder))
