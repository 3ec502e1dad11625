"""Why money may move: the caller's yes, or what the bank owes after an earlier one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

BOT, CLOCK = "bot", "clock"
# How a movement is confirmed that nobody is asked about: a reversal, a refund.
BY_RULE = "rule"


@dataclass(frozen=True)
class Confirmation:
    """An explicit yes to one read-back; its key is made with the read-back, for nothing else.

    `recording_s` is where in the call's recording the yes was given; `confirmed_by` is "voice",
    "key" or BY_RULE. `operator` is who carries it out: BOT in the call, CLOCK for what was agreed
    in a call and is done at night (`call_id` and `recording_s` stay those of the yes), else a
    person's name. `refers_to` is the number of the voucher that this one reverses or completes.
    """

    idempotency_key: str
    read_back: str
    confirmed_by: str
    call_id: str
    recording_s: float
    at: datetime
    operator: str = BOT
    refers_to: int | None = None
