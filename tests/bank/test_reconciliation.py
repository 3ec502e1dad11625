"""The ledger against what counterparties say: every difference is named, with what to do."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.bank.conftest import NOW, ZHOU, calling, yes
from voicebot.bank import bills, reconciliation
from voicebot.bank.errors import BadStatement
from voicebot.bank.finding import Finding
from voicebot.bank.statements import StatementLine, counterparties, read_statements

DAY = NOW.date()
SENDERS = {"mobile"}


def line(reference: str, amount_fen: int = 50_00, at: datetime = NOW) -> StatementLine:
    return StatementLine("mobile", reference, amount_fen, at)


def compared(db: Session, *lines: StatementLine, day: date = DAY) -> list[Finding]:
    return reconciliation.reconcile(db, day, lines, SENDERS)


@pytest.fixture
def topped_up(db: Session) -> Session:
    """One top-up of 50 yuan under the reference "paid"."""
    confirmation = yes(calling(db), "paid")
    bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=confirmation)
    return db


def test_what_both_sides_booked_alike_is_no_difference(topped_up: Session) -> None:
    assert compared(topped_up, line("paid")) == []


def test_a_payment_that_the_biller_has_not_booked(topped_up: Session) -> None:
    (finding,) = compared(topped_up)
    assert finding.problem == "mobile: paid, 50.00 yuan, voucher 1 is not in their statement"
    assert "send them voucher 1" in finding.to_do


def test_a_payment_that_the_biller_booked_for_another_amount(topped_up: Session) -> None:
    (finding,) = compared(topped_up, line("paid", 500_00))
    assert "is 500.00 yuan in their statement" in finding.problem


def test_a_payment_that_the_biller_booked_twice(topped_up: Session) -> None:
    (finding,) = compared(topped_up, line("paid"), line("paid"))
    assert "2 times" in finding.problem


def test_a_booking_that_nobody_here_ordered(topped_up: Session) -> None:
    (finding,) = compared(topped_up, line("paid"), line("unknown", -7_05))
    assert "unknown, -7.05 yuan" in finding.problem
    assert "pending" in finding.to_do


def test_what_is_dated_on_the_other_side_of_midnight_is_no_difference(topped_up: Session) -> None:
    tomorrow = NOW + timedelta(days=1)
    assert compared(topped_up, line("paid", at=tomorrow)) == []
    assert compared(topped_up, line("paid", at=tomorrow), day=tomorrow.date()) == []


def test_a_step_after_the_yes_is_matched_by_the_reference_of_the_yes(db: Session) -> None:
    confirmation = yes(calling(db), "paid:settled")
    bills.top_up(db, phone=ZHOU, amount_fen=50_00, confirmation=confirmation)
    assert compared(db, line("paid")) == []


def test_who_sends_no_statements_is_not_asked_for_one(topped_up: Session) -> None:
    assert reconciliation.reconcile(topped_up, DAY, [], {"water"}) == []


HEADER = "counterparty,reference,amount_fen,at\n"


def test_statements_are_read_by_day_and_sender(tmp_path: Path) -> None:
    (tmp_path / "mobile-2026-11-23.csv").write_text(
        f"{HEADER}mobile,paid,5000,2026-11-23T10:00:00\n"
    )
    (tmp_path / "cable-tv-2026-11-22.csv").write_text(HEADER)
    assert read_statements(tmp_path, DAY) == [line("paid")]
    assert counterparties(tmp_path) == {"mobile", "cable-tv"}


@pytest.mark.parametrize(
    ("content", "place"),
    [
        ("reference,amount\n", ":1: the first line is not counterparty,reference,amount_fen,at"),
        (f"{HEADER}mobile,paid,fifty,2026-11-23T10:00:00\n", ":2: invalid literal"),
        (f"{HEADER}mobile,paid,5000,yesterday\n", ":2: Invalid isoformat"),
        (f"{HEADER}mobile\n", ":2: int()"),
        ("", ":1: the first line"),
    ],
)
def test_a_statement_that_cannot_be_read_names_file_and_line(
    tmp_path: Path, content: str, place: str
) -> None:
    path = tmp_path / "mobile-2026-11-23.csv"
    path.write_text(content)
    with pytest.raises(BadStatement) as refusal:
        read_statements(tmp_path, DAY)
    assert f"{path}{place}" in str(refusal.value)
    assert "send it again" in str(refusal.value)
