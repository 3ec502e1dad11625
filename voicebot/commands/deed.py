"""What a member of staff does to the bank by a command: one transaction, in the bank's own time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from voicebot.config import load_settings

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

Result = TypeVar("Result")


def do_in_bank(config: Path, deed: Callable[[Session, datetime], Result]) -> Result:
    """What the deed returns, all of it or nothing; ConfigError or BankError says why not."""
    from voicebot.bank import database
    from voicebot.bank.business_day import keep_bank_time

    settings = load_settings(config)
    keep_bank_time(settings.bank.time_zone)
    bank = database.open_existing(settings.bank.database, settings.rules)
    now = datetime.now()
    return database.transaction(bank, lambda db: deed(db, now))
