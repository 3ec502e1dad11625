"""What a member of staff does to the bank by a command: one transaction, in the bank's own time.

Who does it is a name of the staff list, and stands with what was done.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from voicebot.commands.bank_time import load_in_bank_time

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

BY = typer.Option(..., "--by", help="Your name, as voicebot staff list has it.")
BY_APPROVER = typer.Option(
    ..., "--by", help="Your name: on the staff list, and in security.approvers of config.yaml."
)

Result = TypeVar("Result")


def do_in_bank(config: Path, by: str, deed: Callable[[Session, datetime], Result]) -> Result:
    """What the deed returns, all of it or nothing; ConfigError or BankError says why not.

    StaffUnknown, with the mend, if nobody of the staff is called `by`.
    """
    from voicebot.bank import database, staff

    settings = load_in_bank_time(config)
    bank = database.open_existing(settings.bank.database, settings.rules)
    now = datetime.now()

    def by_name(db: Session) -> Result:
        staff.named(db, by)
        return deed(db, now)

    return database.transaction(bank, by_name)
