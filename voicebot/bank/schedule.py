"""Transfers agreed for a later day, and the clock that makes them.

schedule ─▶ planned ─▶ run_due ─▶ done      (failed: told by SMS and at the next call)
               └─────▶ cancel ──▶ cancelled
"""

from __future__ import annotations

import logging
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import calls, payments, transfers_to_come
from voicebot.bank.confirmation import CLOCK, Confirmation
from voicebot.bank.errors import (
    BankError,
    ChannelLocked,
    InsufficientFunds,
    OverLimit,
    UnknownRequest,
)
from voicebot.bank.tables import Account, ScheduledTransfer

log = logging.getLogger(__name__)

PLANNED, DONE, FAILED, CANCELLED = "planned", "done", "failed", "cancelled"
# Salaries have come by then, and the customer is awake to read that money is missing.
RUNS_AT = time(9)
DAYS_AHEAD = 365
# One transaction makes no more, so that callers do not wait for it; the next minute goes on.
AT_ONCE = 100


def schedule(
    db: Session,
    *,
    payee_id: int,
    amount_fen: int,
    day: date,
    confirmation: Confirmation,
    from_account: int | None = None,
) -> ScheduledTransfer:
    """Plans the transfer for a later day; the same confirmation again plans it once.

    The money need not be there yet. Raises NotSigned, UnknownPayee, RiskFound, OverLimit for more
    than may be sent at once, ValueError for a day that is not later.
    """

    def check(account: Account) -> None:
        if day <= confirmation.at.date():
            raise ValueError("a scheduled transfer is made on a later day")
        check_amount(db, account.customer_id or 0, amount_fen)

    return transfers_to_come.keep(
        db,
        ScheduledTransfer,
        payee_id=payee_id,
        amount_fen=amount_fen,
        confirmation=confirmation,
        from_account=from_account,
        check=check,
        day=day,
        state=PLANNED,
    )


def check_amount(db: Session, customer_id: int, amount_fen: int) -> None:
    """Raises OverLimit for more than this customer may send at once."""
    most_fen = payments.limit_of(db, customer_id).transaction_fen
    if amount_fen > most_fen:
        raise OverLimit(amount_fen, most_fen, "transaction")


def planned(db: Session, customer_id: int | None) -> list[ScheduledTransfer]:
    """What the customer has planned, the next first."""
    query = (
        select(ScheduledTransfer)
        .where(ScheduledTransfer.customer_id == customer_id, ScheduledTransfer.state == PLANNED)
        .order_by(ScheduledTransfer.day, ScheduledTransfer.id)
    )
    return list(db.execute(query).scalars())


def cancel(db: Session, scheduled_id: int, confirmation: Confirmation) -> ScheduledTransfer:
    """The caller does not want it any more; cancelling it again changes nothing.

    Raises UnknownRequest if it is not theirs or was made already.
    """
    customer_id = calls.authenticated_customer(db, confirmation.call_id)
    scheduled = db.get(ScheduledTransfer, scheduled_id, populate_existing=True)
    mine = scheduled is not None and scheduled.customer_id == customer_id
    if not mine or scheduled.state not in (PLANNED, CANCELLED):
        raise UnknownRequest("this customer has no such transfer planned")
    if scheduled.state == PLANNED:
        scheduled.state, scheduled.ended_at = CANCELLED, confirmation.at
        db.flush()
    return scheduled


def run_due(db: Session, now: datetime) -> int:
    """Makes every transfer whose day has come, once; how many were made or given up."""
    last_day = (now - timedelta(hours=RUNS_AT.hour)).date()
    due = select(ScheduledTransfer).where(
        ScheduledTransfer.state == PLANNED, ScheduledTransfer.day <= last_day
    )
    ended = list(db.execute(due.order_by(ScheduledTransfer.id).limit(AT_ONCE)).scalars())
    for scheduled in ended:
        _run(db, scheduled, now)
    return len(ended)


def _run(db: Session, scheduled: ScheduledTransfer, now: datetime) -> None:
    try:
        transfers_to_come.make(db, scheduled, CLOCK, now)
        outcome = "已经按时转出。"
        scheduled.state = DONE
    except BankError as error:
        log.warning("scheduled transfer %d failed: %s", scheduled.id, error)
        outcome = f"没有转成：{_reason(error)}。没有动您的钱，请您再打电话办理。"
        scheduled.state = FAILED
    scheduled.ended_at = now
    transfers_to_come.note(db, scheduled, f"scheduled-{scheduled.id}", "您预约", outcome, now)


def _reason(error: BankError) -> str:
    match error:
        case InsufficientFunds():
            return "余额不足"
        case OverLimit():
            return "超过了当天的限额"
        case ChannelLocked():
            return "电话银行已经锁住"
    return "收款人或者账户不能使用了"
