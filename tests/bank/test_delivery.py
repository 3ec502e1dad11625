"""Whatever a biller does, and wherever a process dies, a payment is made once or comes back."""

from __future__ import annotations

import itertools
import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.orm import Session, sessionmaker

from tests.bank.conftest import NOW, SqliteBanks, calling, yes
from tests.conftest import WITHIN_S, Sandbox
from voicebot.bank import accounts, bills, database, delivery, ledger
from voicebot.bank.connectors.counterparties import Counterparties
from voicebot.bank.connectors.sms_file import FileSmsCentre
from voicebot.bank.outbox import Outbox
from voicebot.bank.reconciliation import reconcile
from voicebot.bank.statements import read_statements
from voicebot.bank.tables import Account, BillerPayment, Instruction, SmsMessage

Bank: TypeAlias = "sessionmaker[Session]"
ZHOU_CARD = "6228480010000016789"
STEP = delivery.IN_FLIGHT * 2
names = itertools.count(1)


def pay(bank: Bank, biller: str, key: str = "yes-1") -> int:
    with bank.begin() as db:
        return pay_in(db, calling(db), biller, key)


def pay_in(db: Session, call_id: str, biller: str, key: str = "yes-1") -> int:
    return bills.pay(
        db,
        biller=biller,
        name="水费",
        number="20061234",
        amount_fen=42_30,
        confirmation=yes(call_id, key),
    ).instruction_id


def on(bank: Bank, number: str) -> int:
    with bank.begin() as db:
        account = db.execute(select(Account).where(Account.number == number)).scalar_one_or_none()
        return accounts.balance_fen(db, account.id) if account else 0


def texts(bank: Bank) -> list[str]:
    with bank.begin() as db:
        return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())


@pytest.fixture
def name(sandbox: Sandbox) -> str:
    """A biller of the sandbox that no other test has asked anything."""
    name = f"water_{next(names)}"
    sandbox.has_contract(name, "20061234", 42_30)
    return name


@pytest.fixture
def counterparties(bank: Bank, sandbox: Sandbox, name: str) -> Counterparties:
    return Counterparties(bank, {name: sandbox.url(name)}, within_s=WITHIN_S)


@pytest.mark.parametrize("fault", ["slow", "lost", "down"])
def test_without_an_answer_the_money_waits_until_the_sweep_learns_what_became_of_it(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties, fault: str
) -> None:
    before = on(bank, ZHOU_CARD)
    sandbox.next_fault(name, "payments", fault)
    assert delivery.deliver(bank, counterparties, pay(bank, name), NOW) == "pending"
    assert (on(bank, "IN-TRANSIT"), on(bank, ZHOU_CARD)) == (42_30, before - 42_30)
    assert texts(bank) == []
    delivery.sweep(bank, counterparties, NOW + STEP)
    assert (on(bank, "IN-TRANSIT"), on(bank, name.upper())) == (0, 42_30)
    assert texts(bank) == ["您的水费，尾号1234，42.30元，已经交好。"]
    assert len(sandbox.statement(name)) == 1


def test_refused_money_comes_back_with_a_voucher(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties
) -> None:
    before = on(bank, ZHOU_CARD)
    sandbox.next_fault(name, "payments", "refused")
    assert delivery.deliver(bank, counterparties, pay(bank, name), NOW) == "refused"
    assert (on(bank, "IN-TRANSIT"), on(bank, ZHOU_CARD)) == (0, before)
    assert texts(bank) == ["您的水费，尾号1234，42.30元，对方没有接受，钱已经退回您的账户。"]
    with bank.begin() as db:
        assert ledger.find_faults(db) == []


def test_a_sweep_leaves_alone_what_a_call_has_just_sent(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties
) -> None:
    sandbox.next_fault(name, "payments", "down")
    delivery.deliver(bank, counterparties, pay(bank, name), NOW)
    delivery.sweep(bank, counterparties, NOW + timedelta(seconds=1))
    assert sandbox.statement(name) == []


def test_a_biller_that_is_down_is_asked_once_a_sweep(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties
) -> None:
    pay(bank, name, "a")
    pay(bank, name, "b")
    sandbox.next_fault(name, "payments", "down")
    delivery.sweep(bank, counterparties, NOW)
    assert sandbox.statement(name) == []
    delivery.sweep(bank, counterparties, NOW + STEP)
    assert sorted(line[1] for line in sandbox.statement(name)) == ["a", "b"]


def test_the_outbox_learns_the_outcome_and_writes_to_the_customer_in_one_round(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties, tmp_path: Path
) -> None:
    sandbox.next_fault(name, "payments", "lost")
    delivery.deliver(bank, counterparties, pay(bank, name), NOW)
    later = NOW + STEP
    centre = FileSmsCentre(tmp_path / "sms", now=lambda: later)
    Outbox(bank, counterparties, centre, "宁城银行", now=lambda: later).empty_once()
    (file,) = (tmp_path / "sms").iterdir()
    assert "【宁城银行】您的水费，尾号1234，42.30元，已经交好。" in file.read_text(encoding="utf-8")


def test_the_billers_statement_agrees_with_the_ledger(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties
) -> None:
    now = datetime.now()
    delivery.deliver(bank, counterparties, pay(bank, name), now)
    told = read_statements(sandbox.statements, now.date())
    lines = [line for line in told if line.counterparty == name]
    with bank.begin() as db:
        assert reconcile(db, now.date(), lines, {name}) == []
        (missing,) = reconcile(db, now.date(), [], {name})
    assert "not in their statement" in str(missing)


def test_six_lines_that_deliver_the_same_payment_make_it_once(
    bank: Bank, sandbox: Sandbox, name: str, counterparties: Counterparties
) -> None:
    instruction_id = pay(bank, name)
    with ThreadPoolExecutor(6) as pool:
        states = list(
            pool.map(
                lambda _: delivery.deliver(bank, counterparties, instruction_id, NOW), range(6)
            )
        )
    assert set(states) <= {"done", "pending"}
    assert len(sandbox.statement(name)) == 1
    assert on(bank, name.upper()) == 42_30


FAULTS = st.lists(st.sampled_from(["lost", "duplicate", "refused", "down"]), max_size=4)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(faults=FAULTS)
def test_after_any_faults_the_ledger_and_the_statement_agree(
    sqlite_banks: SqliteBanks, sandbox: Sandbox, faults: list[str]
) -> None:
    with sqlite_banks.copy() as url:
        bank = database.open_database(url)
    name = f"any_{next(names)}"
    sandbox.has_contract(name, "20061234", 42_30)
    counterparties = Counterparties(bank, {name: sandbox.url(name)}, within_s=WITHIN_S)
    before, now = on(bank, ZHOU_CARD), NOW
    reference = f"yes-{name}"
    instruction_id = pay(bank, name, reference)
    for fault in [*faults, ""]:
        if fault:
            sandbox.next_fault(name, "payments", fault)
        delivery.deliver(bank, counterparties, instruction_id, now)
        now += STEP
        paid = sum(int(line[2]) for line in sandbox.statement(name))
        assert paid in (0, 42_30)
        assert on(bank, name.upper()) in (0, paid)
        assert on(bank, ZHOU_CARD) + on(bank, "IN-TRANSIT") + on(bank, name.upper()) == before
    assert on(bank, "IN-TRANSIT") == 0
    assert on(bank, name.upper()) == paid
    assert len(texts(bank)) == 1
    bank.kw["bind"].dispose()


def opened(url: str) -> Bank:
    """A bank that does not wait for the disk: a killed process loses nothing that it has written."""
    bank = database.open_database(url)
    event.listen(bank.kw["bind"], "connect", lambda c, _: c.execute("PRAGMA synchronous=OFF"))
    return bank


def _pay_and_be_killed(url: str, call_id: str, statement: int, now: datetime) -> None:
    """Pays at the embedded water company; SIGKILL before the statement of this number."""
    bank = opened(url)
    counterparties = Counterparties(bank, now=lambda: now)
    left = iter(range(statement))

    @event.listens_for(bank.kw["bind"], "before_cursor_execute")
    def die(*_: object) -> None:
        if next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    with bank.begin() as db:
        instruction_id = pay_in(db, call_id, "water")
    delivery.deliver(bank, counterparties, instruction_id, now)


def test_killed_before_any_statement_a_payment_is_made_once_or_not_at_all(
    sqlite_banks: SqliteBanks, tmp_path: Path
) -> None:
    with sqlite_banks.copy() as url:
        bank = database.open_database(url)
        with bank.begin() as db:
            call_id = calling(db)
        bank.kw["bind"].dispose()
        in_call = Path(url.removeprefix("sqlite:///")).read_bytes()
    fork = multiprocessing.get_context("fork")
    for statement in itertools.count():
        path = tmp_path / f"{statement}.db"
        path.write_bytes(in_call)
        url = f"sqlite:///{path}"
        child = fork.Process(target=_pay_and_be_killed, args=(url, call_id, statement, NOW))
        child.start()
        child.join(30)
        killed = child.exitcode == -signal.SIGKILL
        assert killed or child.exitcode == 0
        bank = opened(url)
        delivery.sweep(bank, Counterparties(bank, now=lambda: NOW), NOW + STEP)
        with bank.begin() as db:
            given = db.execute(select(Instruction)).scalars().all()
            paid = db.execute(select(BillerPayment)).scalars().all()
            assert len(paid) == len(given) <= 1
            assert [instruction.state for instruction in given] == ["done"] * len(given)
            assert ledger.find_faults(db) == []
        assert (on(bank, "IN-TRANSIT"), on(bank, "WATER")) == (0, 42_30 * len(paid))
        assert len(texts(bank)) == len(paid)
        bank.kw["bind"].dispose()
        if not killed:
            assert statement > 20
            return
