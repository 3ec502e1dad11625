"""Bills at every biller, as the embedded billers have them, and the contracts that were saved."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.tables import BillerContract, Customer, SavedContract


class DemonstrationContract(NamedTuple):
    """A contract, and who saved it under which name."""

    biller: str
    number: str
    address: str
    billed_fen: int
    owner: str = ""
    nickname: str = ""


CONTRACTS = tuple(
    DemonstrationContract(*row)
    for row in (
        ("electricity", "640100123456", "鼓楼街十二号", 86_50, "周建国", "自己家"),
        ("electricity", "640100789012", "民族街五号", 123_00, "周建国", "妈妈家"),
        ("electricity", "640100654321", "湖滨路三号", 0, "陈静", "自己家"),
        ("water", "20061234", "鼓楼街十二号", 42_30, "周建国", "自己家"),
        ("water", "20065678", "湖滨路三号", 31_00),
        ("gas", "3300778899", "鼓楼街十二号", 0),
        ("heating", "50012345", "鼓楼街十二号", 1_860_00),
        ("cable_tv", "8700112233", "鼓楼街十二号", 26_00),
        ("cable_tv", "8700445566", "湖滨路三号", 52_00, "陈静", "店里"),
        ("fixed_line", "09516012345", "鼓楼街十二号", 35_80),
    )
)


def seed(db: Session) -> None:
    """The contracts with what was billed; nothing has been paid yet."""
    for contract in CONTRACTS:
        db.add(
            BillerContract(
                biller=contract.biller,
                number=contract.number,
                address=contract.address,
                billed_fen=contract.billed_fen,
            )
        )
        if contract.owner:
            owner = select(Customer).where(Customer.name == contract.owner)
            db.add(
                SavedContract(
                    customer_id=db.execute(owner).scalar_one().id,
                    biller=contract.biller,
                    number=contract.number,
                    nickname=contract.nickname,
                )
            )
