"""Own accounts, later days, a person for risks: by voice and by keys."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from tests.dialogue.conftest import MA, NIU, NOW, PINS
from voicebot.bank import authentication, calls, schedule
from voicebot.bank.tables import (
    CallbackNote,
    Payee,
    RiskNote,
    ScheduledTransfer,
    SignedService,
)

SAVINGS = "6228480010000067702"


# Own accounts ----------------------------------------------------------------------------------


def test_between_own_accounts_in_one_breath(ma):
    assert ma.says("从存折转五百块到活期", "transfer_own")[0] == "utter_confirm_transfer_own"
    assert "从存折，尾号三三零九，转到活期账户，尾号五五零幺，金额五百元整" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_transfer_own_done"
    assert ma.balance_fen() == 86_900_00


@pytest.mark.parametrize(
    "said",
    [
        "把活期的钱转到储蓄账户三千块",
        "从活期往储蓄转三千块",
        "给我从活期转到储蓄三千块",
        "用尾号五五零一的给我的储蓄转三千块",
    ],
)
def test_from_and_to_are_heard_by_the_words_before_them(ma, said):
    ma.says(said, "transfer_own")
    assert "从活期账户，尾号五五零幺，转到储蓄账户，尾号七七零二，金额三千元整" in ma.spoken


def test_between_own_accounts_by_keys(ma):
    ma.says("主菜单", "main_menu")
    ma.presses("2")
    assert ma.presses("2")[0] == "utter_ask_from_account"
    assert ma.presses("2")[0] == "utter_ask_to_account"
    assert "储蓄" not in ma.spoken
    assert ma.presses("1")[0] == "utter_ask_amount"
    assert ma.presses("1000#")[0] == "utter_confirm_transfer_own"
    assert ma.presses("1")[0] == "utter_transfer_own_done"
    assert (ma.balance_fen(), ma.balance_fen(SAVINGS)) == (87_400_00, 19_000_00)


def test_one_account_of_an_own_transfer_is_corrected(ma):
    ma.says("从存折转五百块到活期", "transfer_own")
    assert ma.says("不对，转到储蓄")[0] == "utter_confirm_transfer_own"
    assert "从存折，尾号三三零九，转到储蓄账户" in ma.spoken
    assert "五百元整" in ma.spoken


def test_a_transfer_to_an_own_account_is_one_whatever_it_was_taken_for(ma):
    assert ma.says("转到储蓄账户两千", "transfer")[0] == "utter_ask_from_account"
    assert ma.says("活期")[0] == "utter_confirm_transfer_own"


def test_more_than_the_account_has_is_told_before_the_yes(ma):
    assert ma.says("从存折转六千块到活期", "transfer_own")[0] == "utter_insufficient_funds"
    assert "五千二百元整" in ma.spoken
    assert ma.says("五千块")[0] == "utter_confirm_transfer_own"


def test_who_has_one_account_learns_that_there_is_no_other(caller):
    caller.enters()
    assert caller.says("自己的账户之间转", "transfer_own")[0] == "utter_no_other_account"


def test_the_account_to_pay_from_is_said_or_asked(ma):
    assert ma.says("用存折给刘芳转五百块", "transfer")[0] in ("utter_which_payee",)
    ma.presses("1")
    assert "转给刘芳" in ma.spoken
    ma.says("是的", "affirm")
    assert ma.balance_fen("640100003309") == 4_700_00


# Payees by sound -------------------------------------------------------------------------------


def test_names_that_an_accent_makes_one_are_told_apart_by_asking(ma):
    assert ma.says("给牛芳转五百块", "transfer")[0] == "utter_which_payee"
    assert "刘芳，宁城银行，尾号三三六六，请按一" in ma.spoken
    assert "牛芳，宁城银行，尾号二零二零，请按二" in ma.spoken
    assert ma.presses("2")[0] == "utter_ask_from_account"
    assert ma.presses("1")[0] == "utter_confirm_transfer_from"
    assert "转给牛芳" in ma.spoken


@pytest.mark.parametrize("said", ["第二个", "要第二个的", "最后一个"])
def test_one_of_those_that_were_read_is_chosen_by_its_place(ma, said):
    assert ma.says("从活期给刘芳转五百块", "transfer")[0] == "utter_which_payee"
    assert ma.says(said)[0] == "utter_confirm_transfer_from"
    assert "转给牛芳" in ma.spoken


def test_a_place_at_which_nothing_was_read_chooses_nothing(ma):
    ma.says("从活期给刘芳转五百块", "transfer")
    assert ma.says("第三个")[0] == "utter_not_understood_1"


def test_a_name_that_is_like_no_other_is_not_asked_about(ma):
    assert ma.says("给杨建军转五百块", "transfer")[0] == "utter_ask_from_account"


def test_who_has_several_accounts_hears_from_which_the_money_goes(ma):
    assert ma.says("从存折给杨建军转五百", "transfer")[0] == "utter_confirm_transfer_from"
    assert "从存折，尾号三三零九，转给杨建军" in ma.spoken


def test_who_names_an_account_that_there_is_none_of_is_told_so(caller):
    caller.enters()
    told = caller.says("从存折转五百给李四", "transfer")
    assert told[:2] == ["utter_no_such_account", "utter_confirm_transfer"]


def test_who_wants_money_from_a_fixed_deposit_hears_that_it_stays_there(ma):
    told = ma.says("从定期转一千到活期", "transfer_own")
    assert told[:2] == ["utter_fixed_stays", "utter_ask_from_account"]


# Authentication --------------------------------------------------------------------------------


def test_without_a_signed_service_the_caller_learns_what_to_do(calls):
    niu = calls(NIU)
    niu.rings()
    niu.says("给张三转五百块", "transfer")
    told = niu.keys_pin()
    assert told == ["utter_not_signed", "utter_anything_else"]
    assert "身份证" in niu.spoken
    assert niu.says("余额", "ask_balance")[0] == "utter_balance"


def test_a_scheduled_transfer_that_is_not_wanted_any_more_is_given_up_in_its_middle(ma):
    ma.says("明天给杨建军转三百", "schedule_transfer")
    assert ma.says("取消明天的转账", "cancel_scheduled")[0] == "utter_cancelled"


def test_what_was_put_aside_goes_on_when_the_service_is_not_signed(calls):
    niu = calls(NIU)
    niu.rings()
    niu.says("充话费", "top_up")
    niu.keys_pin()
    told = niu.says("给张三转账五百块", "transfer")
    assert "utter_not_signed" in told
    assert "utter_go_on_top_up" in told


def test_after_long_silence_the_pin_is_asked_again_and_nothing_is_lost(ma):
    ma.says("从活期给杨建军转五百块", "transfer")
    ma.now += timedelta(minutes=11)
    assert ma.says("是的", "affirm") == ["utter_ask_pin"]
    assert ma.balance_fen() == 86_400_00
    assert ma.keys_pin()[0] == "utter_confirm_transfer_from"
    assert "转给杨建军" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_transfer_done"
    assert ma.balance_fen() == 85_900_00


def test_a_correction_made_before_the_pin_lapsed_is_kept(ma):
    ma.says("从活期给杨建军转五百块", "transfer")
    ma.says("不对，是六百")
    ma.now += timedelta(minutes=11)
    ma.says("是的", "affirm")
    ma.keys_pin()
    assert "六百元整" in ma.spoken


def test_the_contract_is_looked_at_again_before_the_money_moves(ma):
    ma.says("从活期给杨建军转五百块", "transfer")
    with ma.bank.begin() as db:
        db.execute(delete(SignedService))
    assert ma.says("是的", "affirm")[0] == "utter_not_signed"
    assert ma.balance_fen() == 86_400_00


# Risk ------------------------------------------------------------------------------------------


def sign_today(caller, name):
    with caller.bank.begin() as db:
        payee = db.execute(select(Payee).where(Payee.name == name)).scalars().first()
        payee.signed_at = NOW - timedelta(hours=1)


def test_a_new_payee_leads_to_a_call_back_where_nobody_is_there(ma):
    sign_today(ma, "杨建军")
    told = ma.says("从活期给杨建军转两千块", "transfer")
    assert told == ["utter_risk_person", "utter_person_will_call_back", "utter_anything_else"]
    assert "资金安全" in ma.spoken
    with ma.bank.begin() as db:
        (note,) = db.execute(select(CallbackNote)).scalars()
        (risk,) = db.execute(select(RiskNote)).scalars()
    assert note.reason.startswith("transfer: new_payee: signed 2026-11-24 09:00")
    assert risk.reasons.startswith("transfer, 2000.00 yuan to 杨建军 (")
    assert ma.balance_fen() == 86_400_00


def test_a_new_payee_leads_to_a_person_where_there_is_one(ma):
    ma.person_available = True
    sign_today(ma, "杨建军")
    told = ma.says("从活期给杨建军转两千块", "transfer")
    assert told == ["utter_risk_person", "utter_transfer_to_person"]
    assert ma.callbacks() == 0


def test_a_risk_that_appears_after_the_read_back_stops_the_yes(ma):
    ma.says("从活期给杨建军转两千块", "transfer")
    with ma.bank.begin() as db:
        calls.open_call(db, "another", MA, ma.now)
        for pin in ("000000", "000001", PINS[MA]):
            authentication.verify_pin(db, "another", pin, ma.now)
    assert ma.says("是的", "affirm")[0] == "utter_risk_person"
    assert ma.balance_fen() == 86_400_00


def test_the_caller_never_hears_why(ma):
    sign_today(ma, "杨建军")
    ma.says("从活期给杨建军转两千块", "transfer")
    assert not set("abcdefghijklmnopqrstuvwxyz0123456789") & set(ma.spoken)


# Scheduled -------------------------------------------------------------------------------------


def test_a_transfer_for_next_week_in_one_breath(ma):
    told = ma.says("从活期给杨建军下周一转五百", "schedule_transfer")
    assert told[0] == "utter_confirm_schedule_from"
    assert "十一月三十日，星期一，从活期账户，尾号五五零幺，转给杨建军，建设银行" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_schedule_done"
    assert ma.balance_fen() == 86_400_00
    with ma.bank.begin() as db:
        assert schedule.run_due(db, NOW.replace(day=30, hour=9)) == 1
    assert ma.balance_fen() == 85_900_00


def test_a_day_makes_a_transfer_a_scheduled_one_also_in_the_middle(ma):
    ma.says("从活期给杨建军转五百", "transfer")
    assert ma.says("下周一转")[0] == "utter_confirm_schedule_from"
    assert "杨建军" in ma.spoken


def test_today_is_no_scheduled_transfer(ma):
    assert ma.says("今天从活期给杨建军转五百", "transfer")[0] == "utter_confirm_transfer_from"
    ma.says("取消", "cancel")
    ma.says("预约从活期给杨建军转五百", "schedule_transfer")
    assert ma.says("今天")[0] == "utter_due_day_not_later"
    assert ma.says("明天")[0] == "utter_confirm_schedule_from"


def test_a_scheduled_transfer_by_keys_listed_and_cancelled_by_keys(ma):
    ma.says("主菜单", "main_menu")
    ma.presses("2")
    assert ma.presses("3") == ["utter_menu_scheduled"]
    assert ma.presses("1")[0] == "utter_ask_payee"
    ma.presses("3")
    ma.presses("1")
    assert ma.presses("800#")[0] == "utter_ask_due_day"
    assert ma.presses("1201#")[0] == "utter_confirm_schedule_from"
    assert "十二月一日，星期二" in ma.spoken
    assert ma.presses("1")[0] == "utter_schedule_done"
    ma.says("主菜单", "main_menu")
    ma.presses("2")
    ma.presses("3")
    assert ma.presses("2")[:2] == ["utter_scheduled_count", "utter_scheduled"]
    assert ma.presses("1")[0] == "utter_confirm_cancel_scheduled"
    assert ma.presses("1")[0] == "utter_scheduled_cancelled"
    with ma.bank.begin() as db:
        assert db.execute(select(ScheduledTransfer.state)).scalars().all() == ["cancelled"]


def test_one_of_several_scheduled_transfers_is_cancelled_by_name_or_by_day(ma):
    for said in ("从活期给杨建军明天转五百", "从活期给杨建军后天转六百"):
        ma.says(said, "schedule_transfer")
        ma.says("是的", "affirm")
    assert ma.says("取消给杨建军的预约", "cancel_scheduled")[0] == "utter_which_scheduled"
    assert ma.says("后天的")[0] == "utter_confirm_cancel_scheduled"
    assert "六百元整" in ma.spoken
    ma.says("不对", "deny")
    ma.says("取消", "cancel")
    assert ma.says("听一听预约的", "list_scheduled")[0] == "utter_scheduled_count"
    assert "您预约了两笔转账" in ma.spoken


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        ("取消", "utter_say_yes_or_no"),  # the transfer, or the cancelling
        ("不取消", "utter_left_as_it_was"),
        ("是的取消", "utter_scheduled_cancelled"),
    ],
)
def test_what_is_to_be_cancelled_is_cancelled_only_by_a_clear_yes(ma, said, heard):
    ma.says("从活期给杨建军明天转五百", "schedule_transfer")
    ma.says("是的", "affirm")
    ma.says("听一听预约的", "list_scheduled")
    assert ma.says("把它取消了", "cancel")[0] == "utter_confirm_cancel_scheduled"
    assert ma.says(said, "cancel")[0] == heard
    with ma.bank.begin() as db:
        (state,) = db.execute(select(ScheduledTransfer.state)).scalars()
    assert (state == "cancelled") == (heard == "utter_scheduled_cancelled")


def test_who_wants_it_every_month_hears_that_the_telephone_sends_once(ma):
    told = ma.says("每个月五号从活期给杨建军转五百", "schedule_transfer")
    assert told == ["utter_due_day_once", "utter_ask_due_day"]


def test_one_that_was_made_meanwhile_cannot_be_cancelled(ma):
    ma.says("从活期给杨建军明天转五百", "schedule_transfer")
    ma.says("是的", "affirm")
    ma.says("取消预约的转账", "cancel_scheduled")
    with ma.bank.begin() as db:
        schedule.run_due(db, NOW + timedelta(days=2))
    told = ma.says("是的", "affirm")
    assert told[0] == "utter_outcome_untold"
    assert "utter_not_there_any_more" in told


def test_a_new_payee_is_not_scheduled_past_the_risk_rules(ma):
    sign_today(ma, "杨建军")
    told = ma.says("从活期给杨建军下周一转两千块", "schedule_transfer")
    assert told[0] == "utter_risk_person"


@pytest.mark.parametrize("said", ["给刘备转五百", "转五百给诸葛亮", "往水泥厂打五百块"])
def test_who_has_not_been_signed_is_told_so_and_the_amount_is_kept(caller, said):
    caller.enters()
    assert caller.says(said, "transfer")[:2] == ["utter_payee_unknown", "utter_ask_payee"]
    assert caller.says("王芳")[0] == "utter_confirm_transfer"
    assert "五百元整" in caller.spoken


@pytest.mark.parametrize("said", ["给我老婆打五百", "给别人转钱", "给家里人转点钱"])
def test_who_names_nobody_is_only_asked_to_whom(caller, said):
    caller.enters()
    assert caller.says(said, "transfer")[0] == "utter_ask_payee"
