"""Money between a customer's own accounts: without limit, and only where it may be moved."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.bank.conftest import CHEN, NOW, calling, yes
from tests.bank.transfers.conftest import own
from voicebot.bank import accounts, ledger, payments, transfers
from voicebot.bank.errors import UnknownAccount
from voicebot.bank.tables import Account


def test_money_moves_between_two_own_accounts_without_limit(db, ma):
    current, savings = own(db, ma)[:2]
    receipt = transfers.transfer_own(
        db,
        from_account=current.id,
        to_account=savings.id,
        amount_fen=80_000_00,
        confirmation=yes(ma),
    )
    assert receipt.balance_fen == 6_400_00
    assert accounts.balance_fen(db, savings.id) == 100_000_00
    assert payments.paid_today_fen(db, current.customer_id, NOW) == 0
    assert ledger.find_faults(db) == []


def test_a_fixed_deposit_and_a_stranger_s_account_are_not_moved_by_telephone(db, ma):
    current, _, _, fixed = own(db, ma)
    strange = own(db, calling(db, CHEN))[0]
    for source, target in ((fixed, current), (current, fixed), (strange, current), (current,) * 2):
        with pytest.raises(UnknownAccount):
            transfers.transfer_own(
                db,
                from_account=source.id,
                to_account=target.id,
                amount_fen=100,
                confirmation=yes(ma),
            )


def test_the_bank_s_own_accounts_have_no_kind_and_customers_all_have_one(db):
    for account in db.execute(select(Account)).scalars():
        assert bool(account.kind) == (account.customer_id is not None)
