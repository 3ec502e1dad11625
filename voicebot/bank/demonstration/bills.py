"""What the customers owe to billers."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank.demonstration.own_accounts import open_account
from voicebot.bank.tables import Customer, ElectricityMeter

# owner, number, address, billed fen
METERS = (
    ("周建国", "640100123456", "鼓楼街十二号", 86_50),
    ("陈静", "640100654321", "湖滨路三号", 0),
)


def seed(db: Session) -> None:
    """The meters that customers saved, with what was billed."""
    for owner, number, address, billed_fen in METERS:
        customer = db.execute(select(Customer).where(Customer.name == owner)).scalar_one()
        account = open_account(db, None, f"METER-{number}", "电费")
        db.add(
            ElectricityMeter(
                number=number,
                customer_id=customer.id,
                address=address,
                billed_fen=billed_fen,
                account_id=account.id,
            )
        )
