"""Every answer of a counterparty, and every fault, as the connectors understand it."""

from __future__ import annotations

import itertools

import pytest

from tests.conftest import WITHIN_S, Sandbox
from voicebot.bank.connectors.answers import Done, NoAnswer, Refused
from voicebot.bank.connectors.billers import BillPayment
from voicebot.bank.connectors.http_biller import HttpBiller
from voicebot.bank.connectors.http_counterparty import HttpCounterparty
from voicebot.bank.connectors.http_merchant import HttpMerchant
from voicebot.bank.connectors.merchants import Cancellation, Order

numbers = itertools.count(1)


@pytest.fixture
def name() -> str:
    """A counterparty that no other test has asked anything."""
    return f"biller_{next(numbers)}"


@pytest.fixture
def biller(sandbox: Sandbox, name: str) -> HttpBiller:
    sandbox.has_contract(name, "20061234", 42_30)
    return HttpBiller(HttpCounterparty(sandbox.url(name), WITHIN_S))


def payment(reference: str, number: str = "20061234") -> BillPayment:
    return BillPayment(reference, number, 42_30)


def test_a_bill_is_less_by_what_was_paid(biller: HttpBiller) -> None:
    assert biller.bill("20061234").due_fen == 42_30
    biller.pay(BillPayment("a", "20061234", 50_00))
    assert (biller.bill("20061234").due_fen, biller.bill("20061234").credit_fen) == (0, 7_70)


def test_a_contract_that_nobody_has_is_refused(biller: HttpBiller) -> None:
    with pytest.raises(Refused) as refusal:
        biller.bill("20069999")
    assert refusal.value.reason == "unknown_number"
    with pytest.raises(Refused):
        biller.pay(payment("a", "20069999"))
    with pytest.raises(Refused):
        biller.payment_status("a")


def test_the_same_reference_pays_once_and_answers_the_same(
    sandbox: Sandbox, name: str, biller: HttpBiller
) -> None:
    assert biller.pay(payment("a")) == biller.pay(payment("a")) == biller.payment_status("a")
    ((counterparty, reference, amount_fen, _at),) = sandbox.statement(name)
    assert (counterparty, reference, amount_fen) == (name, "a", "4230")


def test_a_reference_that_was_never_sent_is_not_known(biller: HttpBiller) -> None:
    assert biller.payment_status("never") is None


@pytest.mark.parametrize("fault", ["slow", "lost"])
def test_an_answer_that_does_not_come_says_nothing_and_the_status_says_done(
    sandbox: Sandbox, name: str, biller: HttpBiller, fault: str
) -> None:
    sandbox.next_fault(name, "payments", fault)
    with pytest.raises(NoAnswer):
        biller.pay(payment("a"))
    assert isinstance(biller.payment_status("a"), Done)


def test_a_reference_that_arrived_twice_is_asked_after(
    sandbox: Sandbox, name: str, biller: HttpBiller
) -> None:
    sandbox.next_fault(name, "payments", "duplicate")
    assert isinstance(biller.pay(payment("a")), Done)


def test_a_counterparty_that_is_down_has_done_nothing(
    sandbox: Sandbox, name: str, biller: HttpBiller
) -> None:
    sandbox.next_fault(name, "payments", "down")
    with pytest.raises(NoAnswer):
        biller.pay(payment("a"))
    assert biller.payment_status("a") is None


def test_a_refusal_is_for_good(sandbox: Sandbox, name: str, biller: HttpBiller) -> None:
    sandbox.next_fault(name, "payments", "refused")
    for _ in range(2):
        with pytest.raises(Refused):
            biller.pay(payment("a"))


@pytest.mark.parametrize("fault", ["slow", "down", "lost"])
def test_a_question_may_have_no_answer_either(
    sandbox: Sandbox, name: str, biller: HttpBiller, fault: str
) -> None:
    sandbox.next_fault(name, "contracts", fault)
    with pytest.raises(NoAnswer):
        biller.bill("20061234")


@pytest.mark.parametrize(
    "tail, error", [("9001", NoAnswer), ("9002", NoAnswer), ("9004", Refused), ("9005", NoAnswer)]
)
def test_a_contract_number_can_have_its_fault(
    sandbox: Sandbox, name: str, biller: HttpBiller, tail: str, error: type[Exception]
) -> None:
    sandbox.has_contract(name, f"2006{tail}", 42_30)
    with pytest.raises(error):
        biller.pay(payment("a", f"2006{tail}"))


def test_nobody_at_the_address_is_no_answer() -> None:
    with pytest.raises(NoAnswer):
        HttpBiller(HttpCounterparty("http://127.0.0.1:9", WITHIN_S)).bill("1")


def test_a_page_that_is_no_biller_is_no_answer(sandbox: Sandbox) -> None:
    elsewhere = HttpBiller(HttpCounterparty(f"{sandbox.root}/a/b/c", WITHIN_S))
    with pytest.raises(NoAnswer):
        elsewhere.pay(payment("a"))
    with pytest.raises(NoAnswer):
        elsewhere.payment_status("a")


def test_an_order_is_made_and_taken_back_once(sandbox: Sandbox, name: str) -> None:
    shop = HttpMerchant(HttpCounterparty(sandbox.url(name), WITHIN_S))
    order = Order("o", "roses", {"to": "王芳"}, 99_00)
    assert shop.order(order) == shop.order(order) == shop.order_status("o")
    assert shop.cancellation_status("c") is None
    cancellation = Cancellation("c", "o", 89_00)
    assert shop.cancel(cancellation) == shop.cancel(cancellation) == shop.cancellation_status("c")
    assert [line[2] for line in sandbox.statement(name)] == ["9900", "-8900"]
    with pytest.raises(Refused):
        shop.cancel(Cancellation("c2", "never", 1))
