"""An SMS centre that writes into a file a day, where there is no real one."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from voicebot.bank.connectors.answers import NoAnswer


class FileSmsCentre:
    """Implements `SmsCentre`: FOLDER/DATE.jsonl gets a line {at, phone, text} a message."""

    def __init__(self, folder: Path, now: Callable[[], datetime] = datetime.now) -> None:
        self._folder = folder
        self._now = now

    def send(self, phone: str, text: str) -> None:
        """Returns when the line is on the disk."""
        now = self._now()
        line = {"at": now.isoformat(timespec="seconds"), "phone": phone, "text": text}
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / f"{now:%Y-%m-%d}.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise NoAnswer(f"{self._folder}: {error}") from error
