"""Transfers above the limit, which a second person must agree to."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.bank.conftest import MA, NOW, calling, yes
from tests.bank.transfers.conftest import balance, payee, send, sms
from voicebot.bank import approvals, calls, database, ledger
from voicebot.bank.errors import NotPermitted, OverLimit, UnknownRequest
from voicebot.bank.tables import Voucher


def request(db, call_id, amount_fen=60_000_00, key="yes-1"):
    return approvals.request(
        db,
        payee_id=payee(db, call_id, "杨建军").id,
        amount_fen=amount_fen,
        confirmation=yes(call_id, key),
    )


def test_above_the_limit_a_second_person_is_needed(db, ma):
    customer_id = calls.authenticated_customer(db, ma)
    assert not approvals.needed(db, customer_id, 50_000_00, NOW)
    assert approvals.needed(db, customer_id, 50_000_01, NOW)
    with pytest.raises(OverLimit) as over:
        approvals.needed(db, customer_id, 500_000_01, NOW)
    assert over.value.limit_fen == 500_000_00


def test_what_waits_moves_no_money(db, ma):
    before = len(ledger.lines(db))
    assert request(db, ma).state == approvals.WAITING
    assert len(ledger.lines(db)) == before


def test_the_same_yes_asks_for_one_approval(db, ma):
    assert request(db, ma).id == request(db, ma).id
    assert len(approvals.waiting(db)) == 1


def test_an_approved_transfer_is_made_once_with_both_names_in_its_voucher(db, ma):
    approval = request(db, ma)
    approvals.approve(db, approval.id, "王主管", NOW)
    assert approval.state == approvals.DONE
    assert balance(db) == 26_400_00
    (voucher,) = db.execute(select(Voucher)).scalars()
    assert voucher.operator == "bot, 王主管"
    assert (voucher.read_back, voucher.call_id) == (approval.read_back, ma)
    assert sms(db) == ["您给杨建军（尾号4477）转账60,000.00元，已经复核通过，转账完成。"]
    with pytest.raises(UnknownRequest, match="is done"):
        approvals.approve(db, approval.id, "王主管", NOW)
    assert balance(db) == 26_400_00


def test_only_who_is_named_may_approve_and_nobody_their_own(db, ma):
    approval = request(db, ma)
    with pytest.raises(NotPermitted, match="王主管"):
        approvals.approve(db, approval.id, "路人甲", NOW)
    with pytest.raises(NotPermitted, match="another person"):
        approvals.approve(db, approval.id, "马秀英", NOW)
    assert approval.state == approvals.WAITING


@pytest.mark.parametrize("end", ["refuse", "withdraw", "expire"])
def test_what_ended_otherwise_moves_nothing_and_cannot_be_approved(db, ma, end):
    approval = request(db, ma)
    match end:
        case "refuse":
            approvals.refuse(db, approval.id, "王主管", NOW)
        case "withdraw":
            approvals.withdraw(db, approval.id, ma, NOW)
        case "expire":
            approvals.expire(db, NOW + timedelta(hours=24, seconds=1))
    with pytest.raises(UnknownRequest):
        approvals.approve(db, approval.id, "王主管", NOW)
    assert balance(db) == 86_400_00
    assert len(sms(db)) == (0 if end == "withdraw" else 1)


def test_an_approval_that_comes_when_the_money_is_gone_fails_and_is_told(db, ma):
    approval = request(db, ma)
    send(db, ma, 40_000_00, "meanwhile")
    assert approvals.approve(db, approval.id, "王主管", NOW).state == approvals.FAILED
    assert balance(db) == 46_400_00
    assert "没有转成" in sms(db)[0]


def test_two_people_who_approve_at_once_make_one_transfer(bank):
    with bank.begin() as db:
        approval_id = request(db, calling(db, MA)).id

    def approve(_):
        try:
            database.transaction(bank, lambda db: approvals.approve(db, approval_id, "王主管", NOW))
        except UnknownRequest:
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(approve, range(3))) == [False, False, True]
    with bank.begin() as db:
        assert balance(db) == 26_400_00
