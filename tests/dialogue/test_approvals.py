"""A second person above the limit: the caller is held, may do something else, and is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.dialogue.conftest import calls_again
from voicebot.bank import approvals, ledger
from voicebot.bank.tables import SmsMessage, Voucher


def approve(caller, end=approvals.approve):
    with caller.bank.begin() as db:
        (waiting,) = approvals.waiting(db)
        end(db, waiting.id, "王主管", caller.now)


def held(caller, seconds=12):
    """The session asks for progress."""
    caller.now += timedelta(seconds=seconds)
    return caller._send("held")


def sms(caller):
    with caller.bank.begin() as db:
        return [message.text for message in db.execute(select(SmsMessage)).scalars()]


def ask_for_approval(ma, said="从活期给杨建军转六万块"):
    assert ma.says(said, "transfer")[0] == "utter_confirm_transfer_approval_from"
    assert "还要请主管复核" in ma.spoken
    told = ma.says("是的", "affirm")
    assert told == ["utter_approval_asked", "utter_approval_options"]


def test_the_caller_is_held_and_told_that_it_was_approved(ma):
    ask_for_approval(ma)
    assert ma.balance_fen() == 86_400_00
    assert held(ma) == ["utter_approval_waiting"]
    approve(ma)
    assert ma.balance_fen() == 26_400_00
    assert held(ma) == ["utter_approval_done", "utter_anything_else"]
    assert "六万元整已经转给杨建军，余额还有两万六千四百元整" in ma.spoken
    with ma.bank.begin() as db:
        (voucher,) = db.execute(select(Voucher)).scalars()
        assert voucher.operator == "bot, 王主管"
        assert "六万元整" in voucher.read_back


def test_a_refusal_is_told_and_moves_nothing(ma):
    ask_for_approval(ma)
    approve(ma, approvals.refuse)
    assert held(ma) == ["utter_approval_refused", "utter_anything_else"]
    assert ma.balance_fen() == 86_400_00


def test_a_caller_who_cancels_while_held_is_obeyed(ma):
    ask_for_approval(ma)
    assert ma.presses("2") == ["utter_approval_withdrawn", "utter_anything_else"]
    with ma.bank.begin() as db:
        assert approvals.waiting(db) == []
    assert ma.balance_fen() == 86_400_00


def test_who_did_something_else_meanwhile_can_still_cancel(ma):
    ask_for_approval(ma)
    assert ma.says("存折的余额", "ask_balance")[-1] == "utter_anything_else"
    told = ma.says("不转了", "cancel")
    assert told == ["utter_approval_withdrawn", "utter_anything_else"]


def test_who_needs_nothing_else_hears_that_the_outcome_comes_by_sms(ma):
    ask_for_approval(ma)
    ma.says("存折的余额", "ask_balance")
    assert ma.says("没有了", "deny") == ["utter_approval_by_sms", "utter_goodbye"]


def test_who_cancels_a_moment_too_late_hears_what_happened(ma):
    ask_for_approval(ma)
    approve(ma)
    assert ma.says("不转了", "cancel")[0] == "utter_approval_done"
    assert ma.balance_fen() == 26_400_00


def test_who_asks_how_far_it_is_while_doing_something_else_is_told(ma):
    ask_for_approval(ma)
    ma.says("查余额", "ask_balance")
    told = ma.says("怎么样了", "out_of_scope")
    assert told[:2] == ["utter_approval_still", "utter_ask_account"]
    approve(ma)
    assert ma.says("好了没有", "deny", 0.4)[:2] == ["utter_approval_done", "utter_ask_account"]


def test_other_things_can_be_done_meanwhile_and_the_outcome_is_told_once(ma):
    ask_for_approval(ma)
    assert ma.presses("1") == ["utter_main_menu"]
    assert ma.says("存折的余额", "ask_balance")[0] == "utter_balance_of"
    approve(ma)
    told = ma.says("储蓄的余额", "ask_balance")
    assert told[:2] == ["utter_approval_done", "utter_balance_of"]
    assert ma.says("储蓄的余额", "ask_balance")[0] == "utter_balance_of"


def test_what_is_said_while_held_does_not_disturb_the_hold(ma):
    ask_for_approval(ma)
    assert ma.says("好了没有", "deny") == ["utter_approval_waiting"]
    assert ma.says("今天天气怎么样", "nlu_fallback", 0.3) == ["utter_approval_waiting"]
    assert ma.says("是的", "affirm") == ["utter_approval_waiting"]
    assert ma.says("帮助", "help")[-1] == "utter_approval_options"
    assert ma.says("转人工", "human")[-1] == "utter_approval_options"


def test_nobody_is_held_for_ever_and_the_outcome_comes_by_sms(ma):
    ask_for_approval(ma)
    assert held(ma, 70) == ["utter_approval_late", "utter_anything_else"]
    assert ma.says("没有了再见", "goodbye") == ["utter_approval_by_sms", "utter_goodbye"]
    approve(ma)
    assert sms(ma) == ["您给杨建军（尾号4477）转账60,000.00元，已经复核通过，转账完成。"]


@pytest.mark.parametrize(
    "decide, told",
    [(approvals.approve, "已经复核通过，转账完成"), (approvals.refuse, "没有通过复核")],
)
def test_what_was_decided_after_the_caller_hung_up_is_told_in_the_next_call_once(ma, decide, told):
    ask_for_approval(ma)
    ma.hangs_up()
    approve(ma, decide)
    assert calls_again(ma)[:2] == ["utter_outcome_untold", "utter_outcome"]
    assert f"您给杨建军（尾号四四七七）转账六万元整，{told}" in ma.spoken
    ma.hangs_up()
    assert "utter_outcome_untold" not in calls_again(ma)


def test_what_was_decided_is_told_again_in_the_next_call_if_the_line_broke_on_it(ma):
    ask_for_approval(ma)
    approve(ma)
    assert held(ma)[0] == "utter_approval_done"
    ma.hangs_up(before_hearing_the_end=True)
    assert calls_again(ma)[0] == "utter_outcome_untold"


def test_an_approval_after_the_call_is_over_still_counts_once(ma):
    ask_for_approval(ma)
    approve(ma)
    assert ma.balance_fen() == 26_400_00
    with ma.bank.begin() as db:
        assert ledger.find_faults(db) == []


def test_a_no_to_the_read_back_asks_nobody(ma):
    ma.says("从活期给杨建军转六万块", "transfer")
    ma.says("不对", "deny")
    with ma.bank.begin() as db:
        assert approvals.waiting(db) == []


def test_more_than_anybody_may_approve_is_told(ma):
    assert ma.says("从活期给杨建军转六十万块", "transfer")[0] == "utter_over_limit_transaction"
    assert "五十万元整" in ma.spoken
