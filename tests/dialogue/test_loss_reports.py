"""A lost card or passbook: from the greeting to the report, by voice and by keys, never by PIN."""

import pytest
from sqlalchemy import select

from tests.dialogue.conftest import CHEN, LIU, ZHOU
from voicebot.bank.demonstration.own_accounts import open_account
from voicebot.bank.tables import CallbackNote, Customer, LossReport, Passbook, SmsMessage

DOCUMENT, CHENS_DOCUMENT = "四三二一", "七一五二"


def reports(caller):
    with caller.bank.begin() as db:
        return db.execute(select(LossReport)).scalars().all()


def give_passbook(caller, phone=ZHOU):
    with caller.bank.begin() as db:
        customer = db.execute(select(Customer).where(Customer.phone == phone)).scalar_one()
        account = open_account(db, customer.id, "640100200004567", "存折账户")
        db.add(Passbook(account_id=account.id, number=account.number))


def lose(caller, words="我的储蓄卡丢了", document=DOCUMENT):
    """The call up to the read-back."""
    caller.rings()
    caller.says(words, "report_loss")
    return caller.says(document)


def test_one_phrase_from_the_greeting_and_no_pin(caller):
    caller.rings()
    assert caller.says("我的信用卡丢了", "report_loss") == ["utter_ask_document"]
    assert caller.says(DOCUMENT)[0] == "utter_confirm_loss"
    assert "尾号五五幺二的信用卡挂失" in caller.spoken
    assert reports(caller) == []
    assert caller.says("是的", "affirm")[0] == "utter_loss_reported"
    assert "口头挂失管五天，到十一月二十九日为止" in caller.spoken
    assert caller.spoken.count("二六幺；幺二四；零零幺") == 2
    assert "带身份证到网点" in caller.spoken
    (report,) = reports(caller)
    assert report.confirmed_by == "voice"
    assert "尾号五五幺二的信用卡" in report.read_back


def test_which_of_several_cards_is_asked_by_kind_and_tail(caller):
    assert lose(caller, "我的卡丢了")[0] == "utter_which_lost_item"
    assert "储蓄卡，尾号六七八九，请按一。信用卡，尾号五五幺二，请按二。" in caller.spoken
    assert caller.says("储蓄卡")[0] == "utter_confirm_loss"
    assert "尾号六七八九的储蓄卡" in caller.spoken


def test_which_is_answered_by_the_tail(caller):
    lose(caller, "挂失")
    assert caller.says("五五一二")[0] == "utter_confirm_loss"
    assert "信用卡" in caller.spoken


def test_a_lost_passbook(caller):
    give_passbook(caller)
    assert lose(caller, "存折丢了")[0] == "utter_confirm_loss"
    assert "尾号四五六七的存折" in caller.spoken
    assert caller.says("对的", "affirm")[0] == "utter_loss_reported"


def test_a_kind_that_the_customer_does_not_have_is_asked_again(caller):
    assert lose(caller, "存折丢了")[:2] == ["utter_lost_item_unknown", "utter_ask_lost_item"]
    assert "您名下没有存折。" in caller.spoken
    assert caller.says("尾号一二三四的那张")[0] == "utter_lost_item_tail_unknown"
    assert "您名下没有尾号幺二三四的卡和存折。" in caller.spoken


def test_the_whole_report_by_keys(caller):
    caller.rings()
    assert caller.presses("4") == ["utter_menu_more"]
    assert caller.presses("2") == ["utter_ask_document"]
    assert caller.presses("4321#")[0] == "utter_ask_lost_item"
    assert caller.presses("1")[0] == "utter_confirm_loss"
    assert caller.presses("1")[0] == "utter_loss_reported"
    assert reports(caller)[0].confirmed_by == "key"


def test_a_stranger_line_names_the_customer_by_keys(calls):
    stranger = calls("02988886666")
    stranger.rings()
    for key in "42":
        stranger.presses(key)
    assert stranger.presses(f"{CHEN}#") == ["utter_ask_document"]
    stranger.presses("7152#")
    stranger.presses("2")
    assert stranger.presses("1")[0] == "utter_loss_reported"
    with stranger.bank.begin() as db:
        (sms,) = db.execute(select(SmsMessage)).scalars()
    assert sms.phone == CHEN
    assert "261124001" in sms.text


def test_a_stranger_line_names_the_customer_by_voice(calls):
    stranger = calls("")
    stranger.rings()
    assert stranger.says("我的存折和卡都丢了", "report_loss") == ["utter_ask_loss_identifier"]
    assert stranger.says("一三九零九五一零零零二") == ["utter_ask_document"]
    assert stranger.says(CHENS_DOCUMENT)[0] in ("utter_which_lost_item", "utter_lost_item_unknown")


def test_who_gives_the_id_number_is_asked_for_the_end_of_the_phone_number(calls):
    stranger = calls("")
    stranger.rings()
    stranger.says("挂失", "report_loss")
    assert stranger.presses("64010219850307152#") == ["utter_ask_phone_tail"]
    assert stranger.presses("7152#") == ["utter_document_wrong", "utter_ask_loss_identifier"]
    stranger.presses("64010219850307152#")
    assert stranger.presses("0002#")[0] == "utter_ask_lost_item"


@pytest.mark.parametrize("by_voice", [True, False])
@pytest.mark.parametrize("number", [CHEN, "13900000000", "6228480010000099999", CHEN[:-1] + "9"])
def test_nobody_finds_out_who_banks_here(calls, number, by_voice):
    stranger = calls("")
    stranger.rings()
    stranger.says("挂失", "report_loss")
    told = []
    for _ in range(3):
        told.append(stranger.says(number) if by_voice else stranger.presses(f"{number}#"))
        told.append(stranger.says("九九九九") if by_voice else stranger.presses("9999#"))
    wrong = ["utter_document_wrong", "utter_ask_loss_identifier"]
    assert told[:5] == [
        ["utter_ask_document"],
        wrong,
        ["utter_ask_document"],
        wrong,
        ["utter_ask_document"],
    ]
    assert told[5][0] == "utter_document_locked"
    assert reports(stranger) == []


def test_three_wrong_answers_lead_to_a_person(caller):
    caller.rings()
    caller.says("卡被偷了", "report_loss")
    for _ in range(2):
        assert caller.says("九九九九") == ["utter_document_wrong", "utter_ask_document"]
    assert caller.says("九九九九")[:2] == ["utter_document_locked", "utter_person_will_call_back"]
    with caller.bank.begin() as db:
        (note,) = db.execute(select(CallbackNote)).scalars()
    assert "document" in note.reason
    caller.says("挂失", "report_loss")
    assert caller.says(DOCUMENT)[0] == "utter_document_locked"
    assert reports(caller) == []


def test_three_wrong_answers_lead_to_a_person_who_is_there(calls):
    caller = calls(person_available=True)
    caller.rings()
    caller.says("挂失", "report_loss")
    told = [caller.presses("9999#") for _ in range(3)]
    assert told[-1] == ["utter_document_locked", "utter_transfer_to_person"]


def test_a_lost_digit_is_asked_again_and_not_counted(caller):
    caller.rings()
    caller.says("挂失", "report_loss")
    for _ in range(4):
        assert caller.says("四三二") == ["utter_document_unclear", "utter_ask_document"]
    assert caller.says(DOCUMENT)[0] == "utter_ask_lost_item"


def test_who_showed_the_pin_already_is_asked_for_no_document(caller):
    caller.enters()
    assert caller.says("我的信用卡丢了", "report_loss")[0] == "utter_confirm_loss"


def test_the_document_is_not_enough_for_money(caller):
    lose(caller)
    caller.says("取消", "cancel")
    assert caller.says("给张三转五百块", "transfer") == ["utter_ask_pin"]


def test_nothing_is_named_before_the_caller_is_verified(caller):
    caller.rings()
    caller.says("挂失", "report_loss")
    for words in ("信用卡", "储蓄卡尾号是多少", "存折"):
        caller.says(words)
        assert "五五幺二" not in caller.spoken and "六七八九" not in caller.spoken
    assert caller.says("几点开门", "ask_opening_hours")[-1] == "utter_ask_document"


def test_a_payment_in_another_call_fails_from_then_on(calls):
    thief = calls(call_id="thief")
    thief.enters()
    before = thief.balance_fen()
    thief.says("给张三转五百块", "transfer")
    owner = calls()
    lose(owner)
    owner.says("是的", "affirm")
    owner.hangs_up()
    assert thief.says("是的", "affirm")[0] == "utter_account_stopped"
    assert thief.says("给李四转一块钱", "transfer")[0] == "utter_account_stopped"
    assert thief.balance_fen() == before
    assert thief.entries() == thief.founded_entries


def test_the_balance_of_a_reported_card_is_still_told(caller):
    lose(caller)
    caller.says("是的", "affirm")
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin()[0] == "utter_balance"


def test_a_reported_card_is_told_with_its_number(caller):
    lose(caller)
    caller.says("是的", "affirm")
    assert caller.says("挂失储蓄卡", "report_loss")[0] == "utter_loss_already_reported"
    assert "二六幺；幺二四；零零幺" in caller.spoken
    assert len(reports(caller)) == 1


def test_the_second_card_is_reported_after_the_first(caller):
    lose(caller)
    caller.says("是的", "affirm")
    assert caller.says("信用卡也要挂失", "report_loss")[0] == "utter_confirm_loss"
    caller.says("对的", "affirm")
    assert [report.item for report in reports(caller)] == ["debit_card-1", "credit_card-1"]


@pytest.mark.parametrize(
    "correction", ["不是储蓄卡是信用卡", "信用卡", "尾号五五一二", "不是储蓄卡"]
)
def test_the_item_is_corrected(caller, correction):
    lose(caller)
    assert caller.says(correction)[0] == "utter_confirm_loss"
    assert "尾号五五幺二的信用卡" in caller.spoken
    assert reports(caller) == []


def test_a_no_reports_nothing_and_asks_what_was_meant(caller):
    lose(caller)
    assert caller.says("不对", "deny") == ["utter_loss_not_reported", "utter_change_options"]
    assert caller.says("信用卡")[0] == "utter_confirm_loss"
    assert "信用卡" in caller.spoken
    assert reports(caller) == []


@pytest.mark.parametrize("unclear", ["嗯", "是不是", "谢谢", "那张卡", "挂失"])
def test_what_is_unclear_reports_nothing(caller, unclear):
    lose(caller)
    caller.says(unclear, "affirm" if unclear != "挂失" else "report_loss")
    assert reports(caller) == []
    assert caller.says("确认挂失", "report_loss")[0] == "utter_loss_reported"


def test_cancelled_and_given_up(caller):
    lose(caller)
    assert caller.says("取消", "cancel")[0] == "utter_cancelled"
    lose(caller, "挂失", DOCUMENT)
    assert caller.says("主菜单", "main_menu") == ["utter_cancelled", "utter_main_menu"]
    assert reports(caller) == []


def test_a_digression_in_the_middle_comes_back(caller):
    lose(caller)
    told = caller.says("几点开门", "ask_opening_hours")
    assert told[:3] == ["utter_opening_hours", "utter_go_on_report_loss", "utter_confirm_loss"]
    caller.says("查余额", "ask_balance")
    told = caller.keys_pin()
    assert told[:3] == ["utter_balance", "utter_go_on_report_loss", "utter_confirm_loss"]
    assert caller.says("是的", "affirm")[0] == "utter_loss_reported"


def test_a_digression_before_the_document_comes_back_to_it(caller):
    caller.rings()
    caller.says("信用卡丢了", "report_loss")
    told = caller.says("你们几点下班", "ask_opening_hours")
    assert told == ["utter_opening_hours", "utter_go_on_report_loss", "utter_ask_document"]
    assert caller.says(DOCUMENT)[0] == "utter_confirm_loss"
    assert "信用卡" in caller.spoken


def test_a_card_lost_in_the_middle_of_a_transfer_stops_the_transfer(caller):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("我的储蓄卡丢了", "report_loss")[:2] == [
        "utter_put_aside",
        "utter_confirm_loss",
    ]
    told = caller.says("是的", "affirm")
    assert told[:3] == [
        "utter_loss_reported",
        "utter_go_on_transfer_payee",
        "utter_account_stopped",
    ]
    assert caller.entries() == caller.founded_entries


def test_help_and_a_person_at_every_question(caller):
    caller.rings()
    caller.says("挂失", "report_loss")
    assert caller.says("帮助", "help") == ["utter_help", "utter_ask_document"]
    assert caller.says("转人工", "human")[-1] == "utter_ask_document"
    caller.says(DOCUMENT)
    assert caller.says("转人工", "human")[1] == "utter_ask_lost_item"
    caller.says("储蓄卡")
    assert "utter_confirm_loss" in caller.says("转人工", "human")
    assert caller.callbacks() == 3


def test_back_leads_to_the_question_before(calls, caller):
    lose(caller)
    assert caller.says("返回", "go_back")[0] == "utter_ask_lost_item"
    stranger = calls("", call_id="stranger")
    stranger.rings()
    stranger.says("挂失", "report_loss")
    stranger.presses(f"{CHEN}#")
    assert stranger.says("返回", "go_back") == ["utter_ask_loss_identifier"]


def test_a_report_is_withdrawn_only_at_a_branch(calls, caller):
    lose(caller)
    caller.says("是的", "affirm")
    assert caller.says("我要解挂", "withdraw_loss")[0] == "utter_withdraw_at_branch"
    assert "身份证" in caller.spoken
    assert calls("").says("解除挂失", "withdraw_loss")[0] == "utter_withdraw_at_branch"


def test_the_only_card_of_a_customer_is_not_asked_for(calls):
    liu = calls(LIU)
    assert lose(liu, "挂失", "八八三四")[0] == "utter_confirm_loss"
    assert "储蓄卡" in liu.spoken


def test_no_full_number_and_no_end_of_a_document_stays_in_the_tracker(calls):
    stranger = calls("")
    stranger.rings()
    stranger.says("挂失", "report_loss")
    stranger.presses("64010219850307152#")
    stranger.presses("0002#")
    stranger.presses("1")
    kept = str(stranger.state.to_slot())
    assert "64010219850307152" not in kept and "0002" not in kept
    assert "6228480010000024466" not in kept
