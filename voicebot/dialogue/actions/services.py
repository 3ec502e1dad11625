"""The bank's services as flows use them: what is read back before the yes, what is done after it.

A service is two functions under the name that flows.yml gives in `does`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.orm import Session

from voicebot.bank import accounts, bills, bookings, payments, transfers
from voicebot.bank.errors import SlotTaken
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.bank.tables import Branch, Customer, Payee
from voicebot.dialogue.language.dates import read_date, read_time
from voicebot.dialogue.language.money import read_money
from voicebot.dialogue.language.phones import read_phone, read_tail

Values = dict[str, Any]
Spoken = dict[str, str]


class NothingDue(Exception):
    """There is no bill to pay; `tail` is that of the meter."""

    def __init__(self, tail: str) -> None:
        super().__init__("nothing is due")
        self.tail = tail


@dataclass(frozen=True)
class Service:
    """`read_back` gives the slots of the confirm response and refuses what could not be done;
    `do` does it, once per confirmation, and gives the slots of the done response.
    """

    read_back: Callable[[Session, int, Values, datetime], Spoken]
    do: Callable[[Session, int, Values, Confirmation], tuple[Spoken, bool]]


def _transfer_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    _check_funds(db, customer_id, values["amount"], now)
    payee = db.get(Payee, values["payee"])
    return {
        "payee": payee.name,
        "bank": payee.bank,
        "tail": read_tail(payee.tail),
        "amount": read_money(values["amount"]),
    }


def _transfer(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> tuple[Spoken, bool]:
    receipt = transfers.transfer(
        db, payee_id=values["payee"], amount_fen=values["amount"], confirmation=confirmation
    )
    return {"payee": db.get(Payee, values["payee"]).name, **_told(receipt)}, receipt.repeated


def _top_up_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    _check_funds(db, customer_id, values["amount"], now)
    return {
        "operator": bills.mobile_operator(values["phone"]),
        "phone": read_phone(values["phone"]),
        "amount": read_money(values["amount"]),
    }


def _top_up(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> tuple[Spoken, bool]:
    receipt = bills.top_up(
        db, phone=values["phone"], amount_fen=values["amount"], confirmation=confirmation
    )
    return _told(receipt), receipt.repeated


def _electricity_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    due = bills.electricity_due(db, values["meter"])
    tail = read_tail(due.meter_number)
    if not due.amount_fen:
        raise NothingDue(tail)
    # What was read back is what is paid, also if the power company bills more in this minute.
    values["amount"] = due.amount_fen
    _check_funds(db, customer_id, due.amount_fen, now)
    return {"address": due.address, "tail": tail, "amount": read_money(due.amount_fen)}


def _pay_electricity(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> tuple[Spoken, bool]:
    receipt = bills.pay_electricity(
        db,
        meter_number=values["meter"],
        amount_fen=values["amount"],
        confirmation=confirmation,
    )
    return _told(receipt), receipt.repeated


def _appointment_read_back(db: Session, customer_id: int, values: Values, now: datetime) -> Spoken:
    at = _when(values)
    if at.time() not in bookings.free_slots(db, values["branch"], at.date(), now):
        raise SlotTaken("no counter is free then")
    return {
        "branch": db.get(Branch, values["branch"]).name,
        "day": read_date(at.date(), now.date()),
        "time": read_time(at.time()),
    }


def _book_appointment(
    db: Session, customer_id: int, values: Values, confirmation: Confirmation
) -> tuple[Spoken, bool]:
    customer: Customer = db.get(Customer, customer_id)
    booked = bookings.book_appointment(
        db,
        branch_id=values["branch"],
        at=_when(values),
        phone=customer.phone,
        call_id=confirmation.call_id,
        key=confirmation.idempotency_key,
        now=confirmation.at,
    )
    spoken = {
        "branch": booked.branch,
        "day": read_date(booked.at.date(), confirmation.at.date()),
        "time": read_time(booked.at.time()),
    }
    return spoken, booked.repeated


def _check_funds(db: Session, customer_id: int, amount_fen: int, now: datetime) -> None:
    """Refuses before the yes what would be refused after it."""
    payments.check(db, accounts.main_account(db, customer_id).id, amount_fen, now)


def _told(receipt: Receipt) -> Spoken:
    return {"amount": read_money(receipt.amount_fen), "balance": read_money(receipt.balance_fen)}


def _when(values: Values) -> datetime:
    return datetime.combine(date.fromisoformat(values["day"]), time.fromisoformat(values["time"]))


SERVICES: dict[str, Service] = {
    "transfer": Service(_transfer_read_back, _transfer),
    "top_up": Service(_top_up_read_back, _top_up),
    "pay_electricity": Service(_electricity_read_back, _pay_electricity),
    "book_appointment": Service(_appointment_read_back, _book_appointment),
}
