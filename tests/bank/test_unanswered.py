"""A biller that never answers: staff see it, and end it by name."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TypeAlias

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, ZHOU, calling, yes
from voicebot.bank import accounts, bills, delivery, instructions, ledger, unanswered
from voicebot.bank.connectors.answers import NoAnswer
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.errors import NotPermitted, UnknownInstruction
from voicebot.bank.instructions import Decision
from voicebot.bank.rules import RULES, Rules
from voicebot.bank.tables import Account, Instruction, SmsMessage, Voucher

Bank: TypeAlias = "sessionmaker[Session]"
WANG = Decision("王主管", "水费公司电话确认，工单一二三")
SOON, LATER = NOW + timedelta(minutes=29), NOW + timedelta(minutes=30)


@pytest.fixture
def given(bank: Bank) -> int:
    """A water bill whose money is set aside."""
    bank.kw["info"][RULES] = Rules.parse_obj({"security": {"approvers": ["王主管"]}})
    with bank.begin() as db:
        return bills.pay(
            db,
            biller="water",
            name="水费",
            number="20061234",
            amount_fen=42_30,
            confirmation=yes(calling(db)),
        ).instruction_id


def on(db: Session, number: str) -> int:
    account = db.execute(select(Account).where(Account.number == number)).scalar_one_or_none()
    return accounts.balance_fen(db, account.id) if account else 0


def last_voucher(db: Session) -> Voucher:
    return db.execute(select(Voucher).order_by(Voucher.number.desc())).scalars().first()


def texts(db: Session) -> list[str]:
    return list(db.execute(select(SmsMessage.text)).scalars())


def test_staff_see_it_once_it_has_waited_long_enough(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        (waits,) = unanswered.listed(db, SOON)
        assert (waits.for_staff, unanswered.findings(db, SOON)) == (False, [])
        (waits,) = unanswered.listed(db, LATER)
        assert waits.for_staff
        assert (waits.counterparty, waits.amount_fen, waits.customer) == ("water", 42_30, "周建国")
        (finding,) = unanswered.findings(db, LATER)
        assert "42.30 yuan, has no answer since 2026-11-23 10:00" in str(finding)
        assert f"voicebot bank settle {given}" in str(finding)


def test_settled_by_name_it_reaches_the_biller_and_the_voucher_says_who_and_why(
    bank: Bank, given: int
) -> None:
    with bank.begin() as db:
        unanswered.settle(db, given, WANG, LATER)
        assert (on(db, "IN-TRANSIT"), on(db, "WATER")) == (0, 42_30)
        voucher = last_voucher(db)
        assert (voucher.operator, voucher.read_back) == (WANG.by, WANG.reason)
        assert voucher.refers_to == voucher.number - 1
        assert texts(db) == ["您的水费，尾号1234，42.30元，已经交好。"]
        assert unanswered.listed(db, LATER) == []
        assert ledger.find_faults(db) == []


def test_refunded_by_name_it_comes_back_and_the_customer_is_told(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        before = on(db, "6228480010000016789")
        unanswered.refund(db, given, WANG, LATER)
        assert (on(db, "IN-TRANSIT"), on(db, "6228480010000016789")) == (0, before + 42_30)
        assert last_voucher(db).operator == WANG.by
        instruction = db.get(Instruction, given)
        assert (instruction.ended_by, instruction.ended_because) == (WANG.by, WANG.reason)
        (told,) = texts(db)
        assert "已经退回您的账户" in told


@pytest.mark.parametrize(
    "decision, at, error, mend",
    [
        (Decision("路人甲", "听说的"), LATER, NotPermitted, "王主管"),
        (WANG, SOON, UnknownInstruction, "still asked after"),
    ],
)
def test_nobody_else_and_nobody_too_early_ends_it(
    bank: Bank, given: int, decision: Decision, at: datetime, error: type[Exception], mend: str
) -> None:
    for end in (unanswered.settle, unanswered.refund):
        with pytest.raises(error, match=mend), bank.begin() as db:
            end(db, given, decision, at)
    with bank.begin() as db:
        assert on(db, "IN-TRANSIT") == 42_30


def test_nobody_ends_it_while_an_answer_may_be_on_its_way(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        db.get(Instruction, given).sent_at = LATER
        with pytest.raises(UnknownInstruction, match="try again in a few seconds"):
            unanswered.refund(db, given, WANG, LATER + timedelta(seconds=5))
        unanswered.refund(db, given, WANG, LATER + timedelta(seconds=6))
        assert on(db, "IN-TRANSIT") == 0


def test_what_the_biller_answered_before_staff_came_stays(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        instructions.settle(db, given, "", LATER)
        with pytest.raises(UnknownInstruction, match="is done"):
            unanswered.refund(db, given, WANG, LATER)
        assert on(db, "WATER") == 42_30


def test_an_answer_that_comes_after_staff_ended_it_moves_nothing(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        unanswered.refund(db, given, WANG, LATER)
        instructions.settle(db, given, "", LATER)
        assert (on(db, "IN-TRANSIT"), on(db, "WATER")) == (0, 0)


def test_it_is_asked_after_for_three_days_and_not_for_ever(
    bank: Bank, given: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def silent(_: Counterparties, instruction: Instruction) -> None:
        asked.append(instruction.id)
        raise NoAnswer("nobody is there")

    monkeypatch.setattr(delivery, "_send", silent)
    monkeypatch.setattr(delivery, "_status", silent)
    for later in (timedelta(minutes=1), timedelta(hours=71), timedelta(hours=73)):
        delivery.sweep(bank, Counterparties(bank), NOW + later)
    assert asked == [given, given]


def test_an_order_that_staff_know_to_be_uncancelled_stays(bank: Bank, given: int) -> None:
    with bank.begin() as db:
        order = instructions.give(
            db,
            kind="order",
            counterparty="flower_shop",
            request={"product": "roses", "fields": {}},
            amount_fen=99_00,
            about="鲜花订单",
            confirmation=yes(calling(db, ZHOU), "order"),
        )
        instructions.settle(db, order.instruction_id, "7", NOW)
        cancellation = instructions.give_cancellation(
            db,
            order=db.get(Instruction, order.instruction_id),
            refund_fen=89_00,
            confirmation=yes(calling(db, ZHOU), "cancel"),
        )
        unanswered.refund(db, cancellation.id, WANG, LATER)
        assert on(db, "FLOWER_SHOP") == 99_00
        assert texts(db)[-1] == "您的鲜花订单没有取消成，订单仍然有效。"
