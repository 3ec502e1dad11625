"""Bills and mobile top-ups: whose contract, how much, and the instruction that pays it."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import calls, instructions
from voicebot.bank.confirmation import Confirmation
from voicebot.bank.errors import UnknownBill
from voicebot.bank.instructions import Given
from voicebot.bank.tables import SavedContract

# Prefixes of three digits by operator (MIIT numbering plan; virtual operators left out).
OPERATORS = {
    "移动": "134 135 136 137 138 139 147 150 151 152 157 158 159 172 178 182 183 184 187 188 198",
    "联通": "130 131 132 145 155 156 166 171 175 176 185 186 196",
    "电信": "133 149 153 173 177 180 181 189 190 191 193 199",
}
# The operators as billers, by the name that callers know.
MOBILE_BILLERS = {"移动": "mobile", "联通": "unicom", "电信": "telecom"}
PHONE_DIGITS = 11


def mobile_operator(phone: str) -> str:
    """The operator of a mobile number, as callers name it; UnknownBill if there is none."""
    for operator, prefixes in OPERATORS.items():
        if len(phone) == PHONE_DIGITS and phone[:3] in prefixes.split():
            return operator
    raise UnknownBill("no operator has this number")


def top_up(
    db: Session,
    *,
    phone: str,
    amount_fen: int,
    confirmation: Confirmation,
    from_account: int | None = None,
    spoken: Mapping[str, str] | None = None,
) -> Given:
    """Pays a mobile number's operator; UnknownBill without one, else as `payments.pay`."""
    return pay(
        db,
        biller=MOBILE_BILLERS[mobile_operator(phone)],
        name="话费充值",
        number=phone,
        amount_fen=amount_fen,
        confirmation=confirmation,
        from_account=from_account,
        spoken=spoken,
    )


def pay(
    db: Session,
    *,
    biller: str,
    name: str,
    number: str,
    amount_fen: int,
    confirmation: Confirmation,
    from_account: int | None = None,
    spoken: Mapping[str, str] | None = None,
) -> Given:
    """Sets the money aside for the biller; `name` is what it is for (电费).

    `spoken` is how it is told in a later call. Errors as `payments.pay`.
    """
    return instructions.give(
        db,
        kind="payment",
        counterparty=biller,
        request={"number": number},
        amount_fen=amount_fen,
        about=f"{name}，尾号{number[-4:]}",
        confirmation=confirmation,
        from_account=from_account,
        spoken=spoken,
    )


def saved(db: Session, customer_id: int, biller: str = "") -> list[SavedContract]:
    """The contracts that the customer saved, of one biller or of all, the oldest first."""
    query = select(SavedContract).where(SavedContract.customer_id == customer_id)
    if biller:
        query = query.where(SavedContract.biller == biller)
    return list(db.execute(query.order_by(SavedContract.id)).scalars())


def save(db: Session, call_id: str, *, biller: str, number: str, nickname: str) -> SavedContract:
    """Remembers the contract under a name; saved before, it gets the new name.

    Raises NotAuthenticated and ChannelLocked.
    """
    customer_id = calls.authenticated_customer(db, call_id)
    query = select(SavedContract).where(
        SavedContract.customer_id == customer_id,
        SavedContract.biller == biller,
        SavedContract.number == number,
    )
    contract = db.execute(query).scalar_one_or_none()
    if contract is None:
        contract = SavedContract(customer_id=customer_id, biller=biller, number=number)
        db.add(contract)
    contract.nickname = nickname
    db.flush()
    return contract
