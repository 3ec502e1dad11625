"""Oral loss reports (口头挂失): in force at once, for as many days as the tariff says.

Before they end, a written report has to be made at a branch; only a branch can withdraw one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import desc, null, select
from sqlalchemy.orm import Session

from voicebot.bank import calls, notices, numbering, stops, tariff
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import AlreadyReported, UnknownCard
from voicebot.bank.tables import Account, Card, CreditCard, Customer, LossReport, Passbook

Kind = Literal["debit_card", "credit_card", "passbook"]
NAMES: dict[Kind, str] = {"debit_card": "储蓄卡", "credit_card": "信用卡", "passbook": "存折"}


@dataclass(frozen=True)
class Item:
    """Something that can be lost. `key` names it without its number; the account is stopped."""

    key: str
    kind: Kind
    tail: str
    account_id: int


def items(db: Session, customer_id: int) -> list[Item]:
    """What the customer has that can be lost; a card that was never activated pays nothing."""
    found: dict[Kind, Any] = {
        "debit_card": _of_accounts(Card, customer_id),
        "credit_card": select(CreditCard).where(
            CreditCard.customer_id == customer_id, CreditCard.activated_at != null()
        ),
        "passbook": _of_accounts(Passbook, customer_id),
    }
    return [
        Item(f"{kind}-{one.id}", kind, one.number[-4:], one.account_id)
        for kind, query in found.items()
        for one in db.execute(query).scalars()
    ]


def item(db: Session, customer_id: int, key: str) -> Item:
    """The customer's item of that key; UnknownCard if it is not theirs."""
    for one in items(db, customer_id):
        if one.key == key:
            return one
    raise UnknownCard("this customer has no such card or passbook")


def in_force(db: Session, item_key: str, at: datetime) -> LossReport | None:
    """The report of the item that still holds."""
    query = select(LossReport).where(LossReport.item == item_key, LossReport.expires_at > at)
    return db.execute(query.order_by(desc(LossReport.id))).scalars().first()


def report(db: Session, item_key: str, confirmation: Confirmation) -> LossReport:
    """Stops the item's account and tells the customer by SMS; the same confirmation reports once.

    Raises NotAuthenticated below the level "document", UnknownCard, and AlreadyReported.
    """
    customer_id = calls.verified_customer(db, confirmation.call_id)
    key = confirmation.idempotency_key
    made = select(LossReport).where(LossReport.idempotency_key == key)
    if earlier := db.execute(made).scalar_one_or_none():
        return earlier
    lost = item(db, customer_id, item_key)
    if earlier := in_force(db, lost.key, confirmation.at):
        raise AlreadyReported(earlier.number, earlier.expires_at)
    days = tariff.figure(db, tariff.ORAL_LOSS_REPORT_DAYS)
    made_now = LossReport(
        number=numbering.next_number(db, LossReport.number, confirmation.at),
        customer_id=customer_id,
        item=lost.key,
        reported_at=confirmation.at,
        expires_at=confirmation.at + timedelta(days=days),
        call_id=confirmation.call_id,
        read_back=confirmation.read_back,
        confirmed_by=confirmation.confirmed_by,
        recording_s=confirmation.recording_s,
        idempotency_key=key,
    )
    db.add(made_now)
    stops.stop(db, lost.account_id, made_now.expires_at)
    notices.queue_sms(
        db,
        phone=db.get(Customer, customer_id).phone,
        text=(
            f"您尾号{lost.tail}的{NAMES[lost.kind]}已于{made_now.reported_at:%m月%d日%H:%M}口头挂失，"
            f"挂失编号{made_now.number}，{made_now.expires_at:%m月%d日%H:%M}前有效。"
            "请在此之前带身份证到网点办理书面挂失；解除挂失只能在网点办理。"
        ),
        key=f"loss-{made_now.number}",
        at=confirmation.at,
    )
    return made_now


def _of_accounts(table: type[Card] | type[Passbook], customer_id: int) -> Any:
    """The cards or passbooks of the customer's accounts."""
    owned = select(table).join(Account, Account.id == table.account_id)
    return owned.where(Account.customer_id == customer_id).order_by(table.id)
