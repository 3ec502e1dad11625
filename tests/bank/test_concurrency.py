"""Several calls at once, also of one customer, on one database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import (
    CHEN,
    LIU,
    ZHOU,
    PostgresqlBanks,
    SqliteBanks,
    balance,
    calling,
    send,
    yes,
)
from voicebot.bank import bills, database, ledger, reconciliation
from voicebot.bank.database import TRIES, transaction
from voicebot.bank.errors import DatabaseError, InsufficientFunds
from voicebot.bank.tables import Account, Voucher


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


def test_what_another_transaction_got_in_the_way_of_is_done_again(
    bank: sessionmaker[Session],
) -> None:
    with bank.begin() as db:
        if db.get_bind().dialect.name == "sqlite":
            pytest.skip("SQLite lets nobody in between")
        mine, others = calling(db, LIU), calling(db, LIU, call_id="another line")
    tries = 0

    def pay(db: Session) -> ledger.Receipt:
        nonlocal tries
        tries += 1
        balance(db, mine)
        if tries == 1:  # the other call pays between our look at the balance and our payment
            with bank.begin() as between:
                bills.top_up(
                    between, phone=LIU, amount_fen=30_00, confirmation=yes(others, "other")
                )
        return bills.top_up(db, phone=LIU, amount_fen=20_00, confirmation=yes(mine, "mine"))

    assert transaction(bank, pay).balance_fen == 0
    assert tries == 2


def test_what_cannot_be_done_is_not_tried_for_ever(bank: sessionmaker[Session]) -> None:
    tries = 0

    def collide(db: Session) -> None:
        nonlocal tries
        tries += 1
        db.add(Account(number="EQUITY", name="there already"))

    with pytest.raises(IntegrityError):
        transaction(bank, collide)
    assert 1 <= tries <= TRIES


def test_callers_pay_while_the_auditor_reads_one_moment(
    bank: sessionmaker[Session], url: str
) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        send(db, call_id, 1_00, "before")
    with database.reading(url) as audited:
        assert reconciliation.find_faults(audited) == []
        with bank.begin() as db:
            send(db, call_id, 1_00, "meanwhile")
        assert audited.execute(select(Voucher.number)).scalars().all() == [1]
        with pytest.raises(DBAPIError, match="read"):
            audited.execute(text("DELETE FROM calls"))


def test_a_database_without_a_bank_is_told_in_one_line(
    banks: SqliteBanks | PostgresqlBanks,
) -> None:
    with (
        banks.empty() as empty,
        pytest.raises(DatabaseError, match="start `voicebot serve` once"),
        database.reading(empty),
    ):
        pass
