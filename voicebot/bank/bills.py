"""Mobile top-ups and electricity bills."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import ledger, payments
from voicebot.bank.errors import UnknownBill
from voicebot.bank.ledger import Confirmation, Receipt
from voicebot.bank.tables import ElectricityMeter

POWER_COMPANY = "ELECTRICITY"

# Prefixes of three digits by operator (MIIT numbering plan; virtual operators left out).
OPERATORS = {
    "移动": "134 135 136 137 138 139 147 150 151 152 157 158 159 172 178 182 183 184 187 188 198",
    "联通": "130 131 132 145 155 156 166 171 175 176 185 186 196",
    "电信": "133 149 153 173 177 180 181 189 190 191 193 199",
}
# The operators as billers.
MOBILE_BILLERS = {"移动": "mobile", "联通": "unicom", "电信": "telecom"}
OPERATOR_ACCOUNTS = {"移动": "MOBILE", "联通": "UNICOM", "电信": "TELECOM"}
PHONE_DIGITS = 11


@dataclass(frozen=True)
class Due:
    """What a meter owes; `amount_fen` is 0 when everything is paid."""

    meter_number: str
    address: str
    amount_fen: int


def mobile_operator(phone: str) -> str:
    """The operator of a mobile number, as callers name it; UnknownBill if there is none."""
    for operator, prefixes in OPERATORS.items():
        if len(phone) == PHONE_DIGITS and phone[:3] in prefixes.split():
            return operator
    raise UnknownBill("no operator has this number")


def top_up(db: Session, *, phone: str, amount_fen: int, confirmation: Confirmation) -> Receipt:
    """Pays a mobile number's operator; UnknownBill without one, else as `payments.pay`."""
    operator = mobile_operator(phone)
    return payments.pay(
        db,
        to_account=payments.internal_account(db, OPERATOR_ACCOUNTS[operator]).id,
        amount_fen=amount_fen,
        text=f"话费充值，尾号{phone[-4:]}",
        confirmation=confirmation,
    )


def saved_meters(db: Session, customer_id: int) -> list[str]:
    """The numbers of the meters that the customer saved."""
    query = (
        select(ElectricityMeter.number)
        .where(ElectricityMeter.customer_id == customer_id)
        .order_by(ElectricityMeter.number)
    )
    return list(db.execute(query).scalars())


def electricity_due(db: Session, meter_number: str) -> Due:
    """What the meter owes now: what was billed less what was paid; UnknownBill without a meter."""
    meter = db.get(ElectricityMeter, meter_number)
    if meter is None:
        raise UnknownBill("the power company has no such meter")
    paid_fen = ledger.balance_fen(db, meter.account_id)
    return Due(meter.number, meter.address, max(meter.billed_fen - paid_fen, 0))


def pay_electricity(
    db: Session, *, meter_number: str, amount_fen: int, confirmation: Confirmation
) -> Receipt:
    """Pays into the meter's account with the power company; errors as `payments.pay`."""
    meter = db.get(ElectricityMeter, meter_number)
    if meter is None:
        raise UnknownBill("the power company has no such meter")
    return payments.pay(
        db,
        to_account=meter.account_id,
        amount_fen=amount_fen,
        text=f"电费，尾号{meter_number[-4:]}",
        confirmation=confirmation,
    )
