"""Transfers above the limit: done when a second person approves the yes that the caller gave.

    request ─▶ waiting ─▶ approve ─▶ done      (failed: the money was gone by then)
                  ├─────▶ refuse  ─▶ refused
                  ├─────▶ withdraw, by the caller ─▶ withdrawn
                  └─────▶ expire, by the clock    ─▶ expired

Each leaves `waiting` once, in the transaction that does what it says, so nothing is done twice. The
customer is written every outcome but their own withdrawal, and told it in this call or the next.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import approvers, outcomes, payments, transfers_to_come
from voicebot.bank.confirmation import BOT, Confirmation
from voicebot.bank.errors import BankError, NotPermitted, OverLimit, UnknownRequest
from voicebot.bank.notices import written_yuan
from voicebot.bank.rules import FEN_PER_YUAN, rules_of
from voicebot.bank.tables import Account, Approval, Customer, Payee

WAITING, DONE, FAILED, REFUSED, WITHDRAWN, EXPIRED = (
    *("waiting", "done", "failed"),
    *("refused", "withdrawn", "expired"),
)

SMS = {
    DONE: "已经复核通过，转账完成。",
    FAILED: "已经复核通过，但是没有转成，请核对余额。没有动您的钱。",
    REFUSED: "没有通过复核，没有动您的钱。请到网点办理。",
    EXPIRED: "没有等到复核，已经作废，没有动您的钱。",
}


def needed(db: Session, customer_id: int, amount_fen: int, at: datetime) -> bool:
    """Whether this is above the limit and a second person may allow it.

    Raises OverLimit if it is above the limit and nobody may.
    """
    try:
        payments.check_limits(db, customer_id, amount_fen, at)
    except OverLimit as over:
        rules = rules_of(db)
        most_fen = rules.limits.approval_yuan * FEN_PER_YUAN
        if not rules.security.approvers or over.limit_fen >= most_fen:
            raise
        if amount_fen > most_fen:
            raise OverLimit(amount_fen, most_fen, "transaction") from over
        return True
    return False


def request(
    db: Session,
    *,
    payee_id: int,
    amount_fen: int,
    confirmation: Confirmation,
    from_account: int | None = None,
) -> Approval:
    """Asks for a second person; the same confirmation again asks once.

    Raises NotSigned, UnknownPayee, RiskFound, OverLimit, and as `payments.pay`.
    """

    def check(account: Account) -> None:
        needed(db, account.customer_id or 0, amount_fen, confirmation.at)
        payments.check_funds(db, account.id, amount_fen, confirmation.at)

    return transfers_to_come.keep(
        db,
        Approval,
        payee_id=payee_id,
        amount_fen=amount_fen,
        confirmation=confirmation,
        from_account=from_account,
        check=check,
        state=WAITING,
    )


def waiting(db: Session) -> list[Approval]:
    """What a second person is waited for, the longest first."""
    query = select(Approval).where(Approval.state == WAITING).order_by(Approval.id)
    return list(db.execute(query).scalars())


def described(db: Session, approval: Approval) -> dict[str, str | int]:
    """What the second person has to know, with card tails only."""
    payee: Payee = db.get(Payee, approval.payee_id)
    return {
        "id": approval.id,
        "asked_at": approval.confirmed_at.isoformat(sep=" ", timespec="seconds"),
        "customer": db.get(Customer, approval.customer_id).name,
        "payee": payee.name,
        "bank": payee.bank,
        "tail": payee.tail,
        "amount": written_yuan(approval.amount_fen),
        "read_back": approval.read_back,
        "call": approval.call_id,
    }


def approve(db: Session, approval_id: int, by: str, now: datetime) -> Approval:
    """The second person allows it: the transfer is made now, with their name in its voucher.

    Raises NotPermitted, and UnknownRequest if it does not wait any more.
    """
    approval = _decidable(db, approval_id, by)
    try:
        transfers_to_come.make(db, approval, f"{BOT}, {by}", now, limited=False)
    except BankError:
        return _end(db, approval, FAILED, by, now)
    return _end(db, approval, DONE, by, now)


def refuse(db: Session, approval_id: int, by: str, now: datetime) -> Approval:
    """The second person does not allow it; errors as `approve`."""
    return _end(db, _decidable(db, approval_id, by), REFUSED, by, now)


def withdraw(db: Session, approval_id: int, call_id: str, now: datetime) -> Approval:
    """The caller who asked for it gives it up; what was decided before stays as it is."""
    approval = db.get(Approval, approval_id, populate_existing=True)
    if approval.state == WAITING and approval.call_id == call_id:
        approval.state, approval.decided_at = WITHDRAWN, now
        db.flush()
    return approval


def noted(db: Session, approval: Approval) -> tuple[int, ...]:
    """The numbers of the outcomes that the customer is to be told of it."""
    return outcomes.noted(db, _outcome_key(approval))


def expire(db: Session, now: datetime) -> None:
    """Nobody decided for too long: it is over. Called by the bank's clock."""
    lasts = timedelta(hours=rules_of(db).security.approval_expires_hours)
    for approval in waiting(db):
        if approval.confirmed_at + lasts < now:
            _end(db, approval, EXPIRED, "", now)


def _decidable(db: Session, approval_id: int, by: str) -> Approval:
    approval = db.get(Approval, approval_id, populate_existing=True)
    if approval is None or approval.state != WAITING:
        state = approval.state if approval else "unknown"
        raise UnknownRequest(
            f"approval {approval_id} is {state}; `approvals list` shows what waits"
        )
    approvers.refuse_others(db, by)
    if by == db.get(Customer, approval.customer_id).name:
        raise NotPermitted(f"{by} asked for this transfer; another person must decide")
    return approval


def _end(db: Session, approval: Approval, state: str, by: str, now: datetime) -> Approval:
    approval.state, approval.decided_by, approval.decided_at = state, by, now
    transfers_to_come.note(db, approval, _outcome_key(approval), "您", SMS[state], now)
    return approval


def _outcome_key(approval: Approval) -> str:
    return f"approval-{approval.id}"
