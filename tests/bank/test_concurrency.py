"""Several calls at once, also of one customer, on one database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import CHEN, LIU, ZHOU, balance, calling, send, yes
from voicebot.bank import bills, reconciliation
from voicebot.bank.database import transaction
from voicebot.bank.errors import InsufficientFunds
from voicebot.bank.tables import Voucher


def at_once(count: int, work: Callable[[int], object]) -> list[object]:
    """The results of `count` threads that all begin at the same moment."""
    together = Barrier(count)

    def begin(number: int) -> object:
        together.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_two_lines_with_the_same_yes_at_once_pay_once(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        before = balance(db, call_id)

    def pay(_: int) -> bool:
        return transaction(bank, lambda db: send(db, call_id, 500_00)).repeated

    assert sorted(at_once(6, pay)) == [False] + [True] * 5
    with bank.begin() as db:
        assert balance(db, call_id) == before - 500_00


def test_two_calls_of_one_customer_cannot_spend_the_same_last_money(
    bank: sessionmaker[Session],
) -> None:
    with bank.begin() as db:
        lines = [calling(db, LIU, call_id=f"line {number}") for number in range(4)]

    def pay(number: int) -> bool:
        confirmation = yes(lines[number], f"yes-{number}")
        try:
            transaction(
                bank,
                lambda db: bills.top_up(db, phone=LIU, amount_fen=30_00, confirmation=confirmation),
            )
        except InsufficientFunds:
            return False
        return True

    assert sorted(at_once(4, pay)) == [False, False, False, True]
    with bank.begin() as db:
        assert balance(db, lines[0]) == 20_00


def test_vouchers_of_calls_at_once_have_no_gap_and_one_chain(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        lines = [calling(db, phone) for phone in (ZHOU, CHEN) * 2]

    def pay(number: int) -> int:
        receipts = [
            transaction(bank, lambda db, n=n: send(db, lines[number], 1_00, f"yes-{number}-{n}"))
            for n in range(5)
        ]
        return len({receipt.voucher_number for receipt in receipts})

    assert at_once(len(lines), pay) == [5] * len(lines)
    with bank.begin() as db:
        numbers = list(db.execute(select(Voucher.number)).scalars())
        assert sorted(numbers) == list(range(1, 5 * len(lines) + 1))
        assert reconciliation.find_faults(db) == []
