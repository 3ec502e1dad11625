"""The demonstration bank: three customers, their payees, meters and some weeks of entries."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import ledger
from voicebot.bank.authentication import hash_pin
from voicebot.bank.bills import OPERATOR_ACCOUNTS, POWER_COMPANY
from voicebot.bank.tables import Account, Branch, Card, Customer, ElectricityMeter, Payee
from voicebot.bank.transfers import CLEARING

EQUITY = "EQUITY"
OWN_ACCOUNTS = {
    EQUITY: "期初",
    CLEARING: "同城清算",
    POWER_COMPANY: "供电公司",
    **{number: operator for operator, number in OPERATOR_ACCOUNTS.items()},
}

# name, phone, card number, PIN, balance in fen (these PINs are public: see the README)
CUSTOMERS = (
    ("周建国", "13909510001", "6228480010000016789", "246810", 12_850_60),
    ("陈静", "13909510002", "6228480010000024466", "135790", 3_200_00),
    ("刘洋", "13909510003", "6228480010000038800", "112358", 50_00),
)
PAYEES = {
    "周建国": (
        ("张三", "宁城银行", "6228480010000043321"),
        ("李四", "工商银行", "6222020010000057788"),
        ("王芳", "宁城银行", "6228480010000061024"),
        ("张伟", "建设银行", "6217000010000075566"),
        ("王小明", "农业银行", "6228460010000089012"),
    ),
    "陈静": (
        ("李娜", "宁城银行", "6228480010000092233"),
        ("赵敏", "中国银行", "6216600010000104455"),
    ),
}
# owner, number, address, billed fen
METERS = (
    ("周建国", "640100123456", "鼓楼街十二号", 86_50),
    ("陈静", "640100654321", "湖滨路三号", 0),
)
BRANCHES = (
    ("鼓楼支行", "鼓楼街一号"),
    ("西夏支行", "怀远路二十号"),
    ("金凤支行", "正源街八号"),
)
# days ago, text, fen, the other side
ENTRIES = (
    (21, "工资", 6_200_00, EQUITY),
    (14, "超市消费", -186_30, CLEARING),
    (9, "电费", -92_00, POWER_COMPANY),
    (5, "话费充值", -50_00, OPERATOR_ACCOUNTS["移动"]),
    (2, "按摩店收入", 860_00, CLEARING),
)


def seed(db: Session, today: date) -> None:
    """Founds the demonstration bank, once; a database that has it already is left alone."""
    if db.execute(select(Account).where(Account.number == EQUITY)).scalar_one_or_none():
        return
    own = {number: _account(db, None, number, name) for number, name in OWN_ACCOUNTS.items()}
    for name, phone, card_number, pin, balance_fen in CUSTOMERS:
        customer = Customer(name=name, phone=phone)
        db.add(customer)
        db.flush()
        account = _account(db, customer.id, card_number, "活期账户")
        db.add(Card(account_id=account.id, number=card_number, pin_hash=hash_pin(pin)))
        for payee, bank, number in PAYEES.get(name, ()):
            db.add(Payee(customer_id=customer.id, name=payee, bank=bank, account_number=number))
        for owner, number, address, billed_fen in METERS:
            if owner == name:
                meter_account = _account(db, None, f"METER-{number}", "电费")
                db.add(
                    ElectricityMeter(
                        number=number,
                        customer_id=customer.id,
                        address=address,
                        billed_fen=billed_fen,
                        account_id=meter_account.id,
                    )
                )
        _write_entries(db, account.id, own, balance_fen, today, with_history=name == "周建国")
    for name, address in BRANCHES:
        db.add(
            Branch(
                name=name,
                address=address,
                weekday_opens=time(9),
                weekday_closes=time(17),
                weekend_opens=time(9, 30),
                weekend_closes=time(16),
                counters=2,
            )
        )
    db.flush()


def _account(db: Session, customer_id: int | None, number: str, name: str) -> Account:
    account = Account(customer_id=customer_id, number=number, name=name)
    db.add(account)
    db.flush()
    return account


def _write_entries(
    db: Session,
    account_id: int,
    own: dict[str, Account],
    balance_fen: int,
    today: date,
    with_history: bool,
) -> None:
    entries = ENTRIES if with_history else ()
    opening_fen = balance_fen - sum(entry[2] for entry in entries)
    for days, text, amount_fen, other in ((60, "期初余额", opening_fen, EQUITY), *entries):
        at = datetime.combine(today - timedelta(days=days), time(10, 30))
        key = f"seed-{account_id}-{days}"
        ledger.write(db, at, text, key, {account_id: amount_fen, own[other].id: -amount_fen})
