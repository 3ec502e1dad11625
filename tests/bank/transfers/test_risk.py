"""What makes a person look at a transfer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.bank.conftest import MA, NOW, PIN, calling
from tests.bank.transfers.conftest import RULES, payee, send
from voicebot.bank import authentication, risk
from voicebot.bank.errors import RiskFound
from voicebot.bank.rules import Risk

CALM = risk.Movement(2_000_00, NOW, NOW - timedelta(days=400), most_fen=900_00, wrong_pins=0)


@pytest.mark.parametrize(
    "change, rule",
    [
        ({"payee_signed_at": NOW - timedelta(hours=23)}, "new_payee"),
        ({"at": NOW.replace(hour=2), "amount_fen": 6_000_00}, "unusual_hour"),
        ({"at": NOW.replace(hour=23), "amount_fen": 6_000_00}, "unusual_hour"),
        ({"amount_fen": 10_000_00}, "unusual_amount"),
        ({"wrong_pins": 2}, "failed_pins"),
    ],
)
def test_each_rule_asks_for_a_person_and_names_itself(change, rule):
    (reason,) = risk.reasons(replace(CALM, **change), RULES.risk)
    assert reason.startswith(f"{rule}: ")
    assert risk.reasons(replace(CALM, **change), Risk()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"payee_signed_at": None},
        {"payee_signed_at": NOW - timedelta(hours=24)},
        {"payee_signed_at": NOW, "amount_fen": 999_00},
        {"at": NOW.replace(hour=6), "amount_fen": 6_000_00},
        {"at": NOW.replace(hour=2)},
        {"amount_fen": 10_000_00, "most_fen": 2_000_00},
        {"wrong_pins": 1},
    ],
)
def test_what_is_usual_needs_nobody(change):
    assert risk.reasons(replace(CALM, **change), RULES.risk) == ()


@given(
    amount_fen=st.integers(1, 10**9),
    hour=st.integers(0, 23),
    most_fen=st.integers(0, 10**9),
    wrong_pins=st.integers(0, 5),
)
def test_a_larger_amount_is_never_less_risky(amount_fen, hour, most_fen, wrong_pins):
    small = risk.Movement(amount_fen, NOW.replace(hour=hour), NOW, most_fen, wrong_pins)
    large = replace(small, amount_fen=amount_fen * 2)

    def rules(movement):
        return {reason.partition(":")[0] for reason in risk.reasons(movement, RULES.risk)}

    assert rules(small) <= rules(large)


def test_a_payee_signed_today_gets_nothing_large_without_a_person(db, ma):
    payee(db, ma, "刘芳").signed_at = NOW - timedelta(hours=2)
    send(db, ma, 999_00, "small")
    with pytest.raises(RiskFound, match="new_payee"):
        send(db, ma, 1_000_00, "large")


def test_wrong_pins_before_the_right_one_are_remembered(db):
    call_id = calling(db, MA, with_pin=False)
    for pin in ("000000", "000001", PIN[MA]):
        authentication.verify_pin(db, call_id, pin, NOW)
    with pytest.raises(RiskFound, match="failed_pins: 2 wrong PINs"):
        send(db, call_id, 2_000_00)


def test_a_yes_that_was_carried_out_is_not_judged_again(db, ma):
    send(db, ma, 2_000_00)
    payee(db, ma, "刘芳").signed_at = NOW
    assert send(db, ma, 2_000_00).repeated
