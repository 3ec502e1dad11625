"""Staff by name: who may log in to the console, act on the bank by a command, release."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from argon2.exceptions import VerificationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import authentication
from voicebot.bank.errors import BankError
from voicebot.bank.tables import StaffMember

REVIEWER, LEAD = "reviewer", "lead"
ROLES = (REVIEWER, LEAD)
SHORTEST_PASSWORD = 8

# Checked for a name that nobody has, so that the time of an answer tells nobody which names exist.
_NOBODY = authentication.hasher.hash("nobody")


class StaffUnknown(BankError):
    """Nobody of this name, or not in the role that is needed; the message says what to do."""


def add(db: Session, name: str, role: str, password: str, now: datetime) -> None:
    """A new member, or a new password and role for one; BankError for a password too short."""
    if len(password) < SHORTEST_PASSWORD:
        raise BankError(f"write a password of at least {SHORTEST_PASSWORD} signs")
    db.merge(
        StaffMember(
            name=name, role=role, password_hash=authentication.hasher.hash(password), at=now
        )
    )
    db.flush()


def remove(db: Session, name: str) -> None:
    """The member logs in no more; what they did stays under their name."""
    db.delete(named(db, name))
    db.flush()


def everybody(db: Session) -> Sequence[StaffMember]:
    """By name."""
    return db.execute(select(StaffMember).order_by(StaffMember.name)).scalars().all()


def log_in(db: Session, name: str, password: str) -> StaffMember | None:
    """The member, if the password is theirs."""
    member = db.get(StaffMember, name)
    try:
        authentication.hasher.verify(member.password_hash if member else _NOBODY, password)
    except VerificationError:
        return None
    return member


def named(db: Session, name: str, role: str | None = None) -> StaffMember:
    """The member of that name; StaffUnknown if there is none, or not in the `role`.

    Whatever staff do by name begins with this.
    """
    member: StaffMember | None = db.get(StaffMember, name)
    if member is None or role not in (None, member.role):
        wanted, option = (f" as {role}", f" --role {role}") if role else ("", "")
        raise StaffUnknown(
            f"{name} is not on the staff list{wanted}; add them: voicebot staff add {name}{option}"
        )
    return member
