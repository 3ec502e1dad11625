"""A call of 马秀英, who has four accounts and sends large amounts; what the bank allows her."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.bank.conftest import MA, NOW, calling, yes
from voicebot.bank import accounts, calls, database, payees, payments, transfers
from voicebot.bank.rules import Rules
from voicebot.bank.tables import SmsMessage

RULES = Rules.parse_obj(
    {
        "security": {"approvers": ["王主管", "马秀英"]},
        "risk": {
            "new_payee": {"hours": 24, "from_yuan": 1000},
            "unusual_hour": {"after": 23, "before": 6, "from_yuan": 5000},
            "unusual_amount": {"times": 5, "days": 90, "from_yuan": 10000},
            "failed_pins": {"count": 2, "hours": 24, "from_yuan": 1000},
        },
    }
)
TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def bank(url):
    factory = database.open_database(url, RULES)
    yield factory
    factory.kw["bind"].dispose()


@pytest.fixture
def ma(db):
    """A call of 马秀英, with the PIN."""
    return calling(db, MA)


def own(db, call_id):
    return accounts.of_customer(db, calls.authenticated_customer(db, call_id))


def payee(db, call_id, name):
    signed = payees.signed(db, calls.authenticated_customer(db, call_id))
    return next(one for one in signed if one.name == name)


def send(db, call_id, amount_fen, key="yes-1", name="刘芳", at=NOW):
    confirmation = replace(yes(call_id, key), at=at)
    return transfers.transfer(
        db, payee_id=payee(db, call_id, name).id, amount_fen=amount_fen, confirmation=confirmation
    )


def sms(db):
    return [message.text for message in db.execute(select(SmsMessage)).scalars()]


def balance(db, number="6228480010000045501"):
    return accounts.balance_fen(db, payments.internal_account(db, number).id)
