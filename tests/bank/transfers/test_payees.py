"""Transfers to signed payees: who may send, from which account, and while the PIN counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from tests.bank.conftest import NIU, NOW, PIN, ZHOU, calling, yes
from tests.bank.transfers.conftest import TOMORROW, balance, own, payee, send
from voicebot.bank import accounts, authentication, calls, transfers
from voicebot.bank.errors import ChannelLocked, NotAuthenticated, NotSigned, UnknownRequest
from voicebot.bank.tables import Call, PinEvent


def test_a_transfer_leaves_the_account_that_was_named(db, ma):
    passbook = own(db, ma)[2]
    transfers.transfer(
        db,
        payee_id=payee(db, ma, "刘芳").id,
        amount_fen=200_00,
        confirmation=yes(ma),
        from_account=passbook.id,
    )
    assert accounts.balance_fen(db, passbook.id) == 5_000_00
    assert balance(db) == 86_400_00


def test_without_a_signed_service_nothing_goes_to_others(db):
    call_id = calling(db, NIU)
    assert calls.level(db, call_id) == "pin"
    with pytest.raises(NotSigned):
        transfers.transfer(db, payee_id=1, amount_fen=100, confirmation=yes(call_id))


def test_the_pin_counts_no_more_after_ten_silent_minutes(db, ma):
    calls.take_turn(db, ma, NOW + timedelta(minutes=9))
    calls.take_turn(db, ma, NOW + timedelta(minutes=18))
    assert calls.level(db, ma) == "signed"
    calls.take_turn(db, ma, NOW + timedelta(minutes=28, seconds=1))
    assert calls.level(db, ma) == "known"
    with pytest.raises(NotAuthenticated):
        send(db, ma, 100)


def test_a_turn_soon_after_another_is_not_noted_and_the_pin_lapses_early_by_that_much_at_most(
    db, ma
):
    calls.take_turn(db, ma, NOW + timedelta(minutes=5))
    calls.take_turn(db, ma, NOW + timedelta(minutes=5) + calls.NOTED_EVERY / 2)
    assert db.get(Call, ma).last_turn_at == NOW + timedelta(minutes=5)
    calls.take_turn(db, ma, NOW + timedelta(minutes=15))
    assert calls.level(db, ma) == "signed"
    calls.take_turn(db, ma, NOW + timedelta(minutes=25, seconds=1))
    assert calls.level(db, ma) == "known"


def test_a_locked_card_is_opened_by_name_and_everything_is_written_down(db):
    call_id = calling(db, with_pin=False)
    for _ in range(3):
        authentication.verify_pin(db, call_id, "000000", NOW)
    card = authentication.card_by_tail(db, "6789")
    assert card.locked
    authentication.unlock(db, card, "王主管", TOMORROW)
    assert authentication.verify_pin(db, call_id, PIN[ZHOU], TOMORROW).outcome == "correct"
    told = [(event.event, event.by) for event in authentication.history(db, card)]
    assert told == [
        *[("wrong", call_id)] * 3,
        ("locked", call_id),
        ("unlocked", "王主管"),
    ]


def test_a_tail_that_no_card_or_more_than_one_has_is_told(db):
    with pytest.raises(UnknownRequest, match="no cards end with 1111"):
        authentication.card_by_tail(db, "1111")
    with pytest.raises(UnknownRequest, match="write more digits"):
        authentication.card_by_tail(db, "0")


def test_what_was_written_down_about_pins_cannot_be_removed(bank):
    with bank.begin() as db:
        authentication.verify_pin(db, calling(db, with_pin=False), "000000", NOW)
    with pytest.raises(Exception, match="append-only"), bank.begin() as db:
        db.execute(delete(PinEvent))


def test_a_refused_channel_refuses_every_transfer(db, ma):
    authentication.lock(db, authentication.card_by_tail(db, "5501"), "王主管", NOW)
    with pytest.raises(ChannelLocked):
        send(db, ma, 100)
