"""The chain of vouchers: whoever changes, removes, inserts or cuts off one is found out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, balance, calling, send, yes
from voicebot.bank import accounts, calls, ledger, reconciliation, vouchers
from voicebot.bank.confirmation import CLOCK
from voicebot.bank.connectors.core_banking import core_of
from voicebot.bank.tables import Voucher


@pytest.fixture
def four_vouchers(db: Session) -> Session:
    call_id = calling(db)
    for number in range(4):
        send(db, call_id, 100_00 + number, f"yes-{number}")
    return db


def tamper(db: Session, statement: str) -> None:
    """As somebody would who has the database's files and takes the guard off."""
    if db.get_bind().dialect.name == "sqlite":
        triggers = db.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        for name in triggers.scalars().all():
            db.execute(text(f"DROP TRIGGER {name}"))
    else:
        for table in ("journal", "postings", "vouchers"):
            db.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
    db.execute(text(statement))
    db.expire_all()


def problems(db: Session) -> list[str]:
    return [finding.problem for finding in reconciliation.find_faults(db)]


def test_untouched_vouchers_are_proven(four_vouchers: Session) -> None:
    assert problems(four_vouchers) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE vouchers SET read_back = '转给李四' WHERE number = 2",
        "UPDATE vouchers SET recording_s = 99.0 WHERE number = 2",
        "UPDATE vouchers SET operator = 'somebody' WHERE number = 2",
        "UPDATE vouchers SET refers_to = 1 WHERE number = 2",
        "UPDATE vouchers SET at = '2026-11-24 00:00:00' WHERE number = 2",
        "UPDATE journal SET text = '转账给李四' WHERE id = (SELECT journal_id FROM vouchers WHERE number = 2)",
        "UPDATE postings SET amount_fen = amount_fen * 2 WHERE journal_id = (SELECT journal_id FROM vouchers WHERE number = 2)",
        "UPDATE postings SET account_id = 1 WHERE amount_fen > 0 AND journal_id = (SELECT journal_id FROM vouchers WHERE number = 2)",
    ],
)
def test_a_changed_voucher_entry_or_posting_is_named(
    four_vouchers: Session, statement: str
) -> None:
    tamper(four_vouchers, statement)
    assert problems(four_vouchers) == ["voucher 2, its entry or its postings were changed"]


def test_an_account_number_that_was_changed_behind_the_entry_is_found(
    four_vouchers: Session,
) -> None:
    tamper(four_vouchers, "UPDATE accounts SET number = '666' WHERE number = 'CLEARING'")
    assert "voucher 1, its entry or its postings were changed" in problems(four_vouchers)


def test_removed_vouchers_are_counted(four_vouchers: Session) -> None:
    tamper(four_vouchers, "DELETE FROM vouchers WHERE number IN (2, 3)")
    found = problems(four_vouchers)
    assert found[-1] == "vouchers 2 to 3 are missing, or the journal entry is"
    assert sum("moved money without a voucher" in problem for problem in found) == 2


def test_a_voucher_sealed_anew_does_not_fit_to_the_next(four_vouchers: Session) -> None:
    sealed = vouchers.sealed_record(four_vouchers, 2)
    assert sealed
    forged = replace(sealed.record, read_back="转给李四").hash_after(sealed.previous_hash)
    tamper(
        four_vouchers,
        f"UPDATE vouchers SET read_back = '转给李四', hash = '{forged}' WHERE number = 2",
    )
    assert problems(four_vouchers) == ["voucher 3 was not written after voucher 2"]


def test_an_end_that_was_cut_off_is_found_by_a_seal_kept_elsewhere(four_vouchers: Session) -> None:
    seal = vouchers.last_seal(four_vouchers)
    assert seal and vouchers.Seal.from_text(str(seal)) == seal
    assert vouchers.find_faults(four_vouchers, seal) == []
    tamper(four_vouchers, "DELETE FROM vouchers WHERE number = 4")
    assert vouchers.find_faults(four_vouchers) == []
    (finding,) = vouchers.find_faults(four_vouchers, seal)
    assert finding.problem == "voucher 4 is missing, or the journal entry is"
    (finding,) = vouchers.find_faults(four_vouchers, vouchers.Seal(3, "0" * 64))
    assert "seal was written down" in finding.problem


def test_money_that_moves_past_the_vouchers_is_found(db: Session) -> None:
    call_id = calling(db)
    account = accounts.main_account(db, calls.authenticated_customer(db, call_id))
    amounts = {account.id: -1_00, 1: 1_00}
    ledger.write(db, NOW, "无凭证", "past", amounts, origin=ledger.VOUCHER)
    (problem,) = problems(db)
    assert problem.endswith("moved money without a voucher")


def test_a_refund_names_the_voucher_it_comes_from_and_who_decided(db: Session) -> None:
    call_id = calling(db)
    before = balance(db, call_id)
    original = db.get(Voucher, send(db, call_id, 500_00).voucher_number)
    account = accounts.main_account(db, calls.authenticated_customer(db, call_id))
    night = NOW + timedelta(hours=14)
    refund = vouchers.following(original, key="refund-1", reason="商户取消，退款", at=night)
    receipt = core_of(db).post(
        refund,
        from_account=payee_account(db, original),
        to_account=account.id,
        amount_fen=500_00,
        text="退款",
    )
    sealed = vouchers.sealed_record(db, receipt.voucher_number)
    assert sealed
    record = sealed.record
    assert (record.refers_to, record.operator, record.confirmed_by) == (1, CLOCK, "rule")
    assert (record.call_id, record.recording_s) == (call_id, 12.5)
    assert balance(db, call_id) == before
    assert problems(db) == []


def payee_account(db: Session, voucher: Voucher) -> int:
    lines = ledger.lines(db, voucher.journal_id - 1)
    return next(line.account_id for line in lines if line.amount_fen > 0)


def test_vouchers_of_a_range_of_days_are_read_in_order(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        for day in range(3):
            at = NOW + timedelta(days=day)
            confirmation = replace(yes(call_id, f"yes-{day}"), at=at)
            amounts = {"from_account": 1, "to_account": 2, "amount_fen": 5, "text": "试"}
            core_of(db).post(confirmation, **amounts)
    with bank.begin() as db:
        second = NOW.replace(hour=0) + timedelta(days=1)
        found = vouchers.sealed_records(db, second, second + timedelta(days=1))
        assert [sealed.record.number for sealed in found] == [2]


RECORDS = st.builds(
    vouchers.Record,
    postings=st.lists(st.tuples(st.text(), st.integers()), max_size=3).map(tuple),
    recording_s=st.integers(0, 10_000_000).map(lambda ms: ms / 1000),
)


@given(one=RECORDS, other=RECORDS)
def test_only_the_same_record_has_the_same_hash(
    one: vouchers.Record, other: vouchers.Record
) -> None:
    assert (one == other) == (one.hash_after("") == other.hash_after(""))
    assert one.hash_after("a") != one.hash_after("b")
