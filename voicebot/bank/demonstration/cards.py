"""ID documents, credit cards with some weeks of purchases, passbooks."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from voicebot.bank import ledger
from voicebot.bank.demonstration.own_accounts import open_account
from voicebot.bank.tables import Account, CreditCard, Customer, IdentityDocument, Passbook
from voicebot.bank.transfers import CLEARING

# ID card numbers; a letter at the end is not keyed (these are public: see the README)
DOCUMENTS = {
    "周建国": "640103197805124321",
    "陈静": "64010219850307152X",
    "刘洋": "640105199211098834",
    "马秀英": "640106196603122768",
    "牛芳": "640181199007056023",
}
# owner, number, limit fen, days since the last statement, in use
CREDIT_CARDS = (
    ("周建国", "6225880010005512", 20_000_00, 19, True),
    ("周建国", "6225880010012207", 10_000_00, 19, False),
    ("陈静", "6225880010007731", 8_000_00, 6, True),
    ("刘洋", "6225880010009046", 5_000_00, 14, False),
)
# Every month has it.
LAST_STATEMENT_DAY = 28
DUE_DAYS = 20
# days ago, text, fen
PURCHASES = {
    "周建国": (
        (58, "超市消费", -326_40),
        (51, "网上购物", -1_299_00),
        (46, "还款", 1_625_40),
        (41, "餐饮消费", -188_00),
        (37, "药店消费", -96_50),
        (34, "超市消费", -412_80),
        (31, "网上购物", -2_060_00),
        (29, "加油", -300_00),
        (12, "餐饮消费", -145_00),
        (6, "超市消费", -268_90),
        (3, "药店消费", -57_60),
    ),
    "陈静": (
        (44, "超市消费", -152_30),
        (40, "餐饮消费", -86_00),
        (33, "网上购物", -459_00),
        (17, "超市消费", -203_70),
        (4, "餐饮消费", -64_00),
    ),
}
# The accounts that have one; its number is the account's.
PASSBOOK_ACCOUNTS = ("640100003309",)


def seed(db: Session, today: date) -> None:
    """What the customers that there are have besides their accounts."""
    ids = {name: id_ for id_, name in db.execute(select(Customer.id, Customer.name))}
    for name in DOCUMENTS.keys() & ids.keys():
        db.add(IdentityDocument(customer_id=ids[name], number=DOCUMENTS[name]))
    for name, number, limit_fen, days, in_use in CREDIT_CARDS:
        # The bank's own account: what is owed on a card is the bank's claim, not a deposit.
        account = open_account(db, None, number, "信用卡")
        opened_at = datetime.combine(today - timedelta(days=90), time(10))
        db.add(
            CreditCard(
                customer_id=ids[name],
                account_id=account.id,
                number=number,
                limit_fen=limit_fen,
                statement_day=closing_day(today - timedelta(days=days)),
                due_days=DUE_DAYS,
                activated_at=opened_at if in_use else None,
            )
        )
        if in_use:
            _buy(db, account.id, today, PURCHASES[name])
    for number in PASSBOOK_ACCOUNTS:
        book = select(Account).where(Account.number == number)
        if account := db.execute(book).scalar_one_or_none():
            db.add(Passbook(account_id=account.id, number=account.number))


def closing_day(day: date) -> int:
    """The day of the month when statements close, if the last one did on `day`; behind the 28th the
    first of the next month."""
    return day.day if day.day <= LAST_STATEMENT_DAY else 1


def _buy(
    db: Session, account_id: int, today: date, entries: tuple[tuple[int, str, int], ...]
) -> None:
    clearing = db.execute(select(Account.id).where(Account.number == CLEARING)).scalar_one()
    for days, text, amount_fen in entries:
        at = datetime.combine(today - timedelta(days=days), time(15, 20))
        key = f"seed-card-{account_id}-{days}"
        ledger.write(db, at, text, key, {account_id: amount_fen, clearing: -amount_fen})
