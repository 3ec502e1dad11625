"""The staff: 王主管 and 李主管, who are `security.approvers` of config.yaml too, and a teller."""

from __future__ import annotations

from datetime import date, datetime, time

from sqlalchemy.orm import Session

from voicebot.bank import staff

# It is public: see the README.
PASSWORD = "demonstration"
MEMBERS = {"王主管": staff.LEAD, "李主管": staff.LEAD, "柜员张": staff.REVIEWER}


def seed(db: Session, today: date) -> None:
    """Everybody with the same password."""
    for name, role in MEMBERS.items():
        staff.add(db, name, role, PASSWORD, datetime.combine(today, time(9)))
