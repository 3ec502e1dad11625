"""Money moves once, completely, within limits, for the one who showed the PIN, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import CHEN, LIU, NOW, PIN, ZHOU, balance, calling, first_payee, send, yes
from voicebot.bank import (
    accounts,
    authentication,
    bills,
    calls,
    ledger,
    reconciliation,
    transfers,
)
from voicebot.bank.errors import (
    BankError,
    ChannelLocked,
    ConfirmationReused,
    InsufficientFunds,
    NotAuthenticated,
    OverLimit,
    UnknownBill,
    UnknownPayee,
)
from voicebot.bank.tables import Account, Base, Voucher


def test_a_transfer_moves_the_money_and_writes_its_voucher(db: Session) -> None:
    call_id = calling(db)
    before = balance(db, call_id)
    receipt = send(db, call_id, 500_00)
    assert receipt.balance_fen == balance(db, call_id) == before - 500_00
    voucher = db.get(Voucher, receipt.voucher_number)
    assert (voucher.call_id, voucher.confirmed_by, voucher.recording_s) == (call_id, "voice", 12.5)
    assert "五百元整" in voucher.read_back
    assert reconciliation.find_faults(db) == []


def test_the_same_yes_twice_pays_once(db: Session) -> None:
    call_id = calling(db)
    first, second = send(db, call_id, 500_00), send(db, call_id, 500_00)
    assert not first.repeated and second.repeated
    assert (second.voucher_number, second.balance_fen) == (first.voucher_number, first.balance_fen)


def test_a_yes_to_one_amount_is_no_yes_to_another(db: Session) -> None:
    call_id = calling(db)
    send(db, call_id, 500_00)
    with pytest.raises(ConfirmationReused):
        send(db, call_id, 600_00)


def test_a_yes_to_a_transfer_is_no_yes_to_a_bill_of_the_same_amount(db: Session) -> None:
    call_id = calling(db)
    send(db, call_id, 50_00, "one yes")
    with pytest.raises(ConfirmationReused):
        bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes(call_id, "one yes"))
    bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes(call_id, "another yes"))
    with pytest.raises(ConfirmationReused):
        bills.top_up(db, phone=CHEN, amount_fen=50_00, confirmation=yes(call_id, "another yes"))


def test_without_the_pin_nothing_moves(db: Session) -> None:
    call_id = calling(db, with_pin=False)
    with pytest.raises(NotAuthenticated):
        bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes(call_id))
    with pytest.raises(NotAuthenticated):
        bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes("a call nobody made"))


def test_naming_another_customer_takes_the_pin_away(db: Session) -> None:
    call_id = calling(db)
    from voicebot.bank import customers

    other = customers.by_identifier(db, "6228480010000024466")
    assert other is not None
    calls.identify(db, call_id, other.id)
    assert calls.level(db, call_id) == "known"
    with pytest.raises(NotAuthenticated):
        bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=yes(call_id))


def test_three_wrong_pins_lock_the_card_also_for_the_right_pin_and_for_later_calls(
    db: Session,
) -> None:
    call_id = calling(db, with_pin=False)
    outcomes = [authentication.verify_pin(db, call_id, "000000", NOW) for _ in range(3)]
    assert [(r.outcome, r.attempts_left) for r in outcomes] == [
        ("wrong", 2),
        ("wrong", 1),
        ("locked", 0),
    ]
    calls.open_call(db, "another call", ZHOU, NOW)
    assert authentication.verify_pin(db, "another call", "246810", NOW).outcome == "locked"


def test_a_right_pin_forgives_the_wrong_ones_before_it(db: Session) -> None:
    call_id = calling(db, with_pin=False)
    for pin in ("000000", "111111", "246810", "000000", "111111"):
        result = authentication.verify_pin(db, call_id, pin, NOW)
    assert (result.outcome, result.attempts_left) == ("wrong", 1)


def test_a_card_locked_during_a_call_pays_no_more_in_it(db: Session) -> None:
    call_id = calling(db)
    calls.open_call(db, "another call", ZHOU, NOW)
    for _ in range(3):
        authentication.verify_pin(db, "another call", "000000", NOW)
    with pytest.raises(ChannelLocked):
        send(db, call_id, 100_00)


def test_nobody_sends_more_than_there_is(db: Session) -> None:
    call_id = calling(db, LIU)
    with pytest.raises(InsufficientFunds) as refusal:
        bills.top_up(db, phone=LIU, amount_fen=50_01, confirmation=yes(call_id))
    assert refusal.value.balance_fen == 50_00
    bills.top_up(db, phone=LIU, amount_fen=50_00, confirmation=yes(call_id))
    assert balance(db, call_id) == 0


def test_limits_hold_for_one_payment_and_for_the_day(db: Session) -> None:
    call_id = calling(db)
    customer = calls.authenticated_customer(db, call_id)
    account = accounts.main_account(db, customer)
    equity = db.query(Account).filter_by(number="EQUITY").one()
    ledger.write(db, NOW, "存入", "deposit", {account.id: 900_000_00, equity.id: -900_000_00})
    with pytest.raises(OverLimit, match="transaction"):
        send(db, call_id, 50_000_01)
    send(db, call_id, 50_000_00, "a")
    send(db, call_id, 49_999_99, "b")
    with pytest.raises(OverLimit, match="day"):
        send(db, call_id, 2, "c")
    send(db, call_id, 1, "d")


def test_money_goes_only_to_payees_that_the_customer_signed(db: Session) -> None:
    zhou, chen = calling(db), calling(db, CHEN)
    with pytest.raises(UnknownPayee):
        transfers.transfer(
            db, payee_id=first_payee(db, chen), amount_fen=100, confirmation=yes(zhou)
        )


def test_a_number_without_an_operator_is_not_topped_up(db: Session) -> None:
    call_id = calling(db)
    with pytest.raises(UnknownBill):
        bills.top_up(db, phone="12345678901", amount_fen=100, confirmation=yes(call_id))


@pytest.fixture
def in_a_call(bank: sessionmaker[Session]) -> None:
    with bank.begin() as db:
        calling(db)


OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["transfer", "top up", "electricity"]),
        st.integers(1, 13_000_00),
        st.integers(1, 6),
    ),
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(operations=OPERATIONS)
def test_whatever_is_paid_every_entry_sums_to_zero_and_no_yes_counts_twice(
    bank: sessionmaker[Session], in_a_call: None, operations: list[tuple[str, int, int]]
) -> None:
    call_id, paid = f"call-{ZHOU}", {}
    with bank() as db:
        before = balance(db, call_id)
        payee_id = first_payee(db, call_id)
        for kind, amount_fen, number in operations:
            confirmation = yes(call_id, f"yes-{number}")
            try:
                if kind == "transfer":
                    receipt = transfers.transfer(
                        db, payee_id=payee_id, amount_fen=amount_fen, confirmation=confirmation
                    )
                elif kind == "top up":
                    receipt = bills.top_up(
                        db, phone=ZHOU, amount_fen=amount_fen, confirmation=confirmation
                    ).receipt
                else:
                    receipt = bills.pay(
                        db,
                        biller="electricity",
                        name="电费",
                        number="640100123456",
                        amount_fen=amount_fen,
                        confirmation=confirmation,
                    ).receipt
            except BankError:
                continue
            paid.setdefault(confirmation.idempotency_key, receipt.amount_fen)
        assert balance(db, call_id) == before - sum(paid.values())
        assert reconciliation.find_faults(db) == []


def test_no_pin_stands_anywhere_in_the_database(db: Session) -> None:
    call_id = calling(db)
    send(db, call_id, 100_00)
    tables = Base.metadata.sorted_tables
    content = "".join(str(row) for table in tables for row in db.execute(table.select()))
    assert ZHOU in content
    for pin in PIN.values():
        assert pin not in content
