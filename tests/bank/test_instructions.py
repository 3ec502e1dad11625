"""What a counterparty is told to do is done once, and its money arrives, comes back or waits."""

from __future__ import annotations

from datetime import timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, ZHOU, calling, yes
from voicebot.bank import accounts, calls, delivery, instructions, ledger, payments
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.errors import UnknownInstruction
from voicebot.bank.tables import Account, Instruction, SmsMessage

Bank: TypeAlias = "sessionmaker[Session]"
LATER = NOW + timedelta(minutes=1)


def order(db: Session, call_id: str, key: str = "order-1") -> instructions.Given:
    return instructions.give(
        db,
        kind="order",
        counterparty="flower_shop",
        request={"product": "roses", "fields": {"to": "王芳"}},
        amount_fen=99_00,
        about="鲜花订单",
        confirmation=yes(call_id, key),
    )


def on(db: Session, number: str) -> int:
    account = db.execute(select(Account).where(Account.number == number)).scalar_one_or_none()
    return accounts.balance_fen(db, account.id) if account else 0


def texts(db: Session) -> list[str]:
    return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())


@pytest.fixture
def counterparties(bank: Bank) -> Counterparties:
    return Counterparties(bank, now=lambda: NOW)


def test_an_order_is_paid_when_the_merchant_has_taken_it(
    bank: Bank, counterparties: Counterparties
) -> None:
    with bank.begin() as db:
        given = order(db, calling(db))
        assert on(db, "IN-TRANSIT") == 99_00
    assert delivery.deliver(bank, counterparties, given.instruction_id, NOW) == "done"
    with bank.begin() as db:
        assert (on(db, "IN-TRANSIT"), on(db, "FLOWER_SHOP")) == (0, 99_00)
        assert texts(db) == ["您的鲜花订单，99.00元，已经订好，订单号000001。"]
        assert ledger.find_faults(db) == []


def test_an_order_that_is_delivered_twice_is_made_once(
    bank: Bank, counterparties: Counterparties
) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        first, second = order(db, call_id), order(db, call_id)
        assert (second.instruction_id, second.receipt.repeated) == (first.instruction_id, True)
    for now in (NOW, LATER):
        assert delivery.deliver(bank, counterparties, first.instruction_id, now) == "done"
    with bank.begin() as db:
        assert on(db, "FLOWER_SHOP") == 99_00
        assert len(texts(db)) == 1


def test_a_cancelled_order_comes_back_less_the_fee(
    bank: Bank, counterparties: Counterparties
) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        given = order(db, call_id)
        before = given.receipt.balance_fen
    delivery.deliver(bank, counterparties, given.instruction_id, NOW)
    with bank.begin() as db:
        instruction = db.get(Instruction, given.instruction_id)
        cancellation = instructions.give_cancellation(
            db, order=instruction, refund_fen=89_00, confirmation=yes(call_id, "cancel-1")
        )
    assert delivery.deliver(bank, counterparties, cancellation.id, NOW) == "done"
    with bank.begin() as db:
        assert on(db, "FLOWER_SHOP") == 10_00
        assert accounts.balance_fen(db, instruction.account_id) == before + 89_00
        assert texts(db)[-1] == "您的鲜花订单已经取消，退款89.00元已经到账。"


def test_nobody_cancels_what_another_customer_ordered(
    bank: Bank, counterparties: Counterparties
) -> None:
    with bank.begin() as db:
        given = order(db, calling(db, ZHOU))
    delivery.deliver(bank, counterparties, given.instruction_id, NOW)
    with bank.begin() as db:
        stranger = calling(db, "13909510002")
        with pytest.raises(UnknownInstruction):
            instructions.give_cancellation(
                db,
                order=db.get(Instruction, given.instruction_id),
                refund_fen=99_00,
                confirmation=yes(stranger, "cancel-1"),
            )


def test_money_that_came_back_does_not_count_to_the_day_s_limit(bank: Bank) -> None:
    with bank.begin() as db:
        call_id = calling(db)
        customer_id = calls.authenticated_customer(db, call_id)
        refused, done = order(db, call_id, "refused"), order(db, call_id, "done")
        assert payments.paid_today_fen(db, customer_id, LATER) == 198_00
        instructions.refuse(db, refused.instruction_id, "sold out", LATER)
        instructions.settle(db, done.instruction_id, "7", LATER)
        assert payments.paid_today_fen(db, customer_id, LATER) == 99_00
