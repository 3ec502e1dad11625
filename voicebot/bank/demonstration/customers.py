"""Customers, their cards and payees, and some weeks of entries.

周建国 has everything and one account; 陈静 a card and two payees; 刘洋 hardly any money; 马秀英 has
four accounts and sends large amounts; 牛芳 has not signed for transfers.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import agreements, ledger
from voicebot.bank.authentication import hash_pin
from voicebot.bank.bills import MOBILE_BILLERS
from voicebot.bank.demonstration.own_accounts import EQUITY, POWER_COMPANY, open_account
from voicebot.bank.tables import Account, Card, Customer, CustomerAddress, Payee
from voicebot.bank.transfers import CLEARING

# name, phone, card number, PIN, balance in fen (these PINs are public: see the README)
CUSTOMERS = (
    ("周建国", "13909510001", "6228480010000016789", "246810", 12_850_60),
    ("陈静", "13909510002", "6228480010000024466", "135790", 3_200_00),
    ("刘洋", "13909510003", "6228480010000038800", "112358", 50_00),
    ("马秀英", "13909510004", "6228480010000045501", "314159", 86_400_00),
    ("牛芳", "13909510005", "6228480010000052020", "271828", 6_000_00),
)
UNSIGNED = ("牛芳",)
# owner, number, kind, name, balance in fen
MORE_ACCOUNTS = (
    ("马秀英", "6228480010000067702", "savings", "储蓄账户", 20_000_00),
    ("马秀英", "640100003309", "passbook", "存折", 5_200_00),
    ("马秀英", "6228480010000078804", "fixed", "定期存款", 100_000_00),
)
# What they call it, where it is.
ADDRESSES = {
    "周建国": (("家里", "鼓楼街十二号"), ("店里", "解放街按摩店")),
    "陈静": (("家里", "湖滨路三号"),),
}
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
    "马秀英": (
        ("刘芳", "宁城银行", "6228480010000113366"),
        ("牛芳", "宁城银行", "6228480010000052020"),
        ("杨建军", "建设银行", "6217000010000124477"),
    ),
}
# owner: days ago, text, fen, the other side
ENTRIES = {
    "周建国": (
        (21, "工资", 6_200_00, EQUITY),
        (14, "超市消费", -186_30, CLEARING),
        (9, "电费", -92_00, POWER_COMPANY),
        (5, "话费充值", -50_00, MOBILE_BILLERS["移动"].upper()),
        (2, "按摩店收入", 860_00, CLEARING),
    ),
    "马秀英": (
        (40, "转账给杨建军", -30_000_00, CLEARING),
        (30, "工资", 5_400_00, EQUITY),
        (3, "刘芳转入", 800_00, CLEARING),
        (1, "超市消费", -75_50, CLEARING),
    ),
}


def seed(db: Session, today: date) -> None:
    """Customers with what they have; the history ends some days before `today`."""
    signed_at = datetime.combine(today - timedelta(days=365), time(10))
    for name, phone, card_number, pin, balance_fen in CUSTOMERS:
        customer = Customer(name=name, phone=phone)
        db.add(customer)
        db.flush()
        account = open_account(db, customer.id, card_number, "活期账户", "current")
        db.add(Card(account_id=account.id, number=card_number, pin_hash=hash_pin(pin)))
        if name not in UNSIGNED:
            agreements.sign(db, customer.id, agreements.TRANSFERS, signed_at)
        for payee, bank, number in PAYEES.get(name, ()):
            db.add(
                Payee(
                    customer_id=customer.id,
                    name=payee,
                    bank=bank,
                    account_number=number,
                    signed_at=signed_at,
                )
            )
        for label, text in ADDRESSES.get(name, ()):
            db.add(CustomerAddress(customer_id=customer.id, label=label, text=text))
        write_history(db, account.id, balance_fen, today, ENTRIES.get(name, ()))
        for owner, number, kind, kind_name, fen in MORE_ACCOUNTS:
            if owner == name:
                another = open_account(db, customer.id, number, kind_name, kind)
                write_history(db, another.id, fen, today)


def write_history(
    db: Session,
    account_id: int,
    balance_fen: int,
    today: date,
    entries: tuple[tuple[int, str, int, str], ...] = (),
) -> None:
    """The entries, and before them an opening balance that makes their sum `balance_fen`."""
    opening_fen = balance_fen - sum(entry[2] for entry in entries)
    for days, text, amount_fen, other in ((60, "期初余额", opening_fen, EQUITY), *entries):
        at = datetime.combine(today - timedelta(days=days), time(10, 30))
        other_id = db.execute(select(Account.id).where(Account.number == other)).scalar_one()
        key = f"seed-{account_id}-{days}"
        ledger.write(db, at, text, key, {account_id: amount_fen, other_id: -amount_fen})
