"""The business day: the calendar day at the bank, wherever the machine stands.

Daily limits, statements and reconciliation all ask here which day it is.
"""

from __future__ import annotations

import os
import time as clock
from datetime import date, datetime, time, timedelta


def keep_bank_time(zone: str) -> None:
    """From now on local time is the bank's, in this process and those that it starts."""
    os.environ["TZ"] = zone
    clock.tzset()


def business_day(at: datetime) -> date:
    """The day that something done at this local time belongs to."""
    return at.date()


def begins(day: date) -> datetime:
    """The first moment of the day."""
    return datetime.combine(day, time.min)


def ends(day: date) -> datetime:
    """The first moment that does not belong to the day any more."""
    return begins(day + timedelta(days=1))
