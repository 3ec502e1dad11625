"""Every service by voice: in one breath, piece by piece, corrected, interrupted, refused."""

import pytest

from tests.dialogue.conftest import CHEN, LIU
from voicebot.bank.tables import Customer, Payee


def test_the_balance_is_told_after_the_pin(caller):
    assert caller.rings() == ["utter_greet", "utter_main_menu"]
    assert caller.says("查余额", "ask_balance") == ["utter_ask_pin"]
    assert caller.keys_pin() == ["utter_balance", "utter_anything_else"]
    assert "一万两千八百五十元六角" in caller.spoken


def test_recent_transactions_are_read_a_few_at_a_time(caller):
    caller.enters()
    first = caller.says("查明细", "ask_transactions")
    assert first[0] == "utter_transactions_first"
    assert first[-1] == "utter_transactions_more"
    second = caller.presses("1")
    assert second[-1] in ("utter_transactions_end", "utter_anything_else")
    assert len(first) <= 5


def test_a_transfer_in_one_breath(caller):
    caller.enters()
    before = caller.balance_fen()
    assert caller.says("给张三转五百块", "transfer")[0] == "utter_confirm_transfer"
    assert "转给张三，宁城银行，尾号三三二幺，金额五百元整。" in caller.spoken
    assert caller.balance_fen() == before
    assert caller.says("是的", "affirm")[0] == "utter_transfer_done"
    assert caller.balance_fen() == before - 500_00
    assert "余额还有一万两千三百五十元六角" in caller.spoken


def test_a_transfer_piece_by_piece(caller):
    caller.enters()
    assert caller.says("我要转账", "transfer")[0] == "utter_ask_payee"
    assert caller.says("李四")[0] == "utter_ask_amount"
    assert caller.says("一千二")[0] == "utter_confirm_transfer"
    assert "李四，工商银行" in caller.spoken
    assert "一千二百元整" in caller.spoken


def test_a_wish_before_the_pin_is_not_forgotten(caller):
    caller.rings()
    assert caller.says("给李四转两百", "transfer") == ["utter_ask_pin"]
    assert caller.keys_pin()[0] == "utter_confirm_transfer"
    assert "转给李四，工商银行，尾号七七八八，金额二百元整" in caller.spoken


@pytest.mark.parametrize(
    "correction, told",
    [
        ("不对，是六百", "金额六百元整"),
        ("改成六百块", "金额六百元整"),
        ("不是张三是李四", "转给李四"),
        ("转给王芳", "转给王芳"),
    ],
)
def test_one_item_is_corrected_and_the_other_stays(caller, correction, told):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says(correction)[0] == "utter_confirm_transfer"
    assert told in caller.spoken
    assert ("五百元整" in caller.spoken) != ("六百元整" in caller.spoken)
    assert caller.entries() == caller.founded_entries


def test_a_no_moves_nothing_and_keeps_what_was_said(caller):
    caller.enters()
    before = caller.entries()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("不对", "deny")[0] == "utter_not_done_change_what"
    assert caller.entries() == before
    assert caller.says("六百")[0] == "utter_confirm_transfer"
    assert "转给张三" in caller.spoken
    assert "六百元整" in caller.spoken


@pytest.mark.parametrize("unclear", ["嗯", "是不是", "今天天气很好", "对六七", "谢谢", "啊"])
def test_what_is_unclear_after_a_read_back_moves_no_money(caller, unclear):
    caller.enters()
    before = caller.entries()
    caller.says("给张三转五百块", "transfer")
    caller.says(unclear, "affirm", confidence=0.99)
    assert caller.entries() == before


def test_a_yes_that_was_hardly_heard_is_asked_for_again(caller):
    caller.enters()
    caller.says("给李四转两百", "transfer")
    # As the bot's own voice has come back over the read-back.
    asked = caller.says("行", "affirm", heard=0.52)
    assert asked == ["utter_say_yes_or_no", "utter_confirm_transfer", "utter_confirm_options"]
    assert caller.entries() == caller.founded_entries
    assert caller.says("行", "affirm", heard=0.6)[0] == "utter_transfer_done"


def test_a_no_that_was_hardly_heard_is_believed(caller):
    caller.enters()
    caller.says("给李四转两百", "transfer")
    assert caller.says("不对", "deny", heard=0.3)[0] == "utter_not_done_change_what"


def test_a_whole_sentence_of_refusal_is_a_no(caller):
    caller.enters()
    before = caller.entries()
    caller.says("给李四转两百", "transfer")
    assert caller.says("不是的我没说这个", "deny")[0] == "utter_not_done_change_what"
    assert caller.entries() == before


def test_a_whole_sentence_is_no_yes_whatever_the_model_takes_it_for(caller):
    caller.enters()
    before = caller.entries()
    caller.says("给李四转两百", "transfer")
    caller.says("那你就看着给转过去", "affirm", confidence=1.0)
    assert caller.entries() == before


def test_a_yes_that_is_said_twice_pays_once(caller):
    caller.enters()
    before = caller.balance_fen()
    caller.says("给张三转五百块", "transfer")
    caller.says("是的", "affirm")
    caller.says("是的", "affirm")
    assert caller.balance_fen() == before - 500_00


def test_a_yes_is_worth_nothing_without_a_read_back(caller):
    caller.enters()
    before = caller.entries()
    caller.says("是的", "affirm")
    caller.says("我要转账", "transfer")
    caller.says("是的", "affirm")
    assert caller.entries() == before


def test_the_balance_is_asked_in_the_middle_of_a_transfer(caller):
    caller.enters()
    caller.says("转给张三", "transfer")
    told = caller.says("余额还有多少", "ask_balance")
    assert told == [
        "utter_balance",
        "utter_go_on_transfer_payee",
        "utter_ask_amount",
        "utter_ask_amount_by_key",
    ]
    assert caller.says("五百块")[0] == "utter_confirm_transfer"
    assert "转给张三" in caller.spoken


def test_another_service_in_the_middle_comes_back_to_the_first(caller):
    caller.enters()
    caller.says("转给张三", "transfer")
    assert caller.says("充五十块话费", "top_up")[0] == "utter_put_aside"
    caller.says("我的手机")
    done = caller.says("是的", "affirm")
    assert done[:2] == ["utter_topup_done", "utter_go_on_transfer_payee"]
    assert "utter_ask_amount" in done


def test_a_transfer_wanted_in_an_appointment_is_not_taken_for_its_day(caller):
    caller.enters()
    caller.says("我想约个时间开户", "book_appointment")
    told = caller.says("下周一给李四转三百块", "schedule_transfer")
    assert told[:2] == ["utter_put_aside", "utter_confirm_schedule"]


@pytest.mark.parametrize(
    "own", ["本机", "就是我现在打电话的这个手机", "我自个儿的号呗就你那儿来电显示的", "给自己"]
)
def test_the_number_that_somebody_rings_from_has_many_names(caller, own):
    caller.enters()
    assert caller.says("充话费", "top_up")[0] == "utter_ask_phone"
    assert caller.says(own)[0] == "utter_ask_topup_amount"


def test_who_says_my_number_and_then_the_number_means_that_one(caller):
    caller.enters()
    assert caller.says("充话费", "top_up")[0] == "utter_ask_phone"
    assert caller.says("我的号是一三九零九五一零零零二")[0] == "utter_check_phone"


def test_a_top_up_of_another_number(caller):
    caller.enters()
    assert caller.says("充话费", "top_up")[0] == "utter_ask_phone"
    assert caller.says("一三九零九五一零零零二")[0] == "utter_check_phone"
    assert caller.says("是的", "affirm")[0] == "utter_ask_topup_amount"
    assert caller.says("五十")[0] == "utter_confirm_topup"
    assert "移动手机幺三九，零九五幺，零零零二" in caller.spoken
    assert caller.says("对的", "affirm")[0] == "utter_topup_done"


def test_a_number_that_is_no_mobile_number_is_told(caller):
    caller.enters()
    caller.says("充话费", "top_up")
    assert caller.says("幺二三四五六七八九零幺")[0] == "utter_check_phone"
    assert caller.says("对", "affirm") == ["utter_phone_unclear", "utter_ask_phone"]


def test_an_appointment_needs_no_pin(caller):
    caller.rings()
    assert caller.says("我要预约网点", "book_appointment")[0] == "utter_ask_purpose"
    assert caller.says("办卡")[0] == "utter_ask_branch"
    assert caller.says("鼓楼支行")[0] == "utter_ask_day"
    assert caller.says("明天上午十点")[0] == "utter_confirm_appointment"
    assert "预约鼓楼支行，明天，十一月二十五日，星期三，上午十点，办银行卡" in caller.spoken
    assert caller.appointments() == 0
    assert caller.says("对的", "affirm")[0] == "utter_appointment_done"
    assert caller.appointments() == 1


def test_a_day_that_has_no_time_left_is_told(caller):
    caller.rings()
    caller.says("我要预约网点", "book_appointment")
    caller.says("鼓楼支行")
    assert caller.says("明年一月三号")[0] == "utter_day_too_far"


def test_opening_hours_are_told_to_everybody(calls):
    stranger = calls("")
    stranger.rings()
    assert stranger.says("几点开门", "ask_opening_hours")[0] == "utter_opening_hours"
    assert "上午九点" in stranger.spoken


def test_more_than_there_is_cannot_be_transferred(calls):
    chen = calls(CHEN)
    chen.rings()
    chen.says("给李娜转一万块", "transfer")
    assert chen.keys_pin()[0] == "utter_insufficient_funds"
    assert "三千二百元整" in chen.spoken
    assert chen.says("五百块")[0] == "utter_confirm_transfer"


def test_more_than_the_telephone_allows_is_told(caller):
    caller.enters()
    caller.says("转给张三", "transfer")
    assert caller.says("十万块")[0] == "utter_over_limit_transaction"


def test_a_caller_without_payees_learns_what_to_do(calls):
    liu = calls(LIU)
    liu.enters()
    assert liu.says("我要转账", "transfer")[0] == "utter_no_payees"


def test_an_unknown_payee_is_asked_again_and_nothing_happens(caller):
    caller.enters()
    caller.says("我要转账", "transfer")
    answer = caller.says("赵云")
    assert "utter_ask_payee" in answer
    assert caller.entries() == caller.founded_entries


def test_a_person_is_noted_where_nobody_is_there(caller):
    caller.rings()
    assert caller.says("转人工", "human")[0] == "utter_person_will_call_back"
    assert caller.callbacks() == 1


def test_a_person_is_reached_where_there_is_one(calls):
    caller = calls(person_available=True)
    caller.rings()
    assert caller.says("人工", "human") == ["utter_transfer_to_person"]
    assert caller.callbacks() == 0


def test_help_comes_back_to_the_question(caller):
    caller.enters()
    caller.says("我要转账", "transfer")
    assert caller.says("帮助", "help")[:2] == ["utter_help", "utter_ask_payee"]


def test_going_back_asks_for_the_last_answer_again(caller):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("返回", "go_back")[0] == "utter_ask_amount"
    assert caller.says("六百块")[0] == "utter_confirm_transfer"
    assert "转给张三" in caller.spoken


def test_a_cancelled_transfer_moves_nothing(caller):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("取消", "cancel")[0] == "utter_cancelled"
    assert caller.entries() == caller.founded_entries


def test_three_failures_are_told_in_three_ways_and_end_with_an_offer(caller):
    caller.rings()
    told = [caller.says("呼啦呼啦", "nlu_fallback", 0.3)[0] for _ in range(4)]
    assert told == [
        "utter_not_understood_1",
        "utter_not_understood_2",
        "utter_not_understood_3",
        "utter_not_understood_3",
    ]


def test_nothing_else_ends_the_call_politely(caller):
    caller.enters()
    assert caller.says("没有了", "deny") == ["utter_goodbye"]


@pytest.mark.parametrize(("said", "intent"), [("算了", "cancel"), ("不用了", "deny")])
def test_who_wants_nothing_more_may_say_so_in_any_way(caller, said, intent):
    caller.enters()
    assert caller.says(said, intent) == ["utter_goodbye"]


@pytest.mark.parametrize("said", ["不用了", "没有了谢谢"])
def test_who_wants_nothing_more_in_the_middle_gives_the_service_up(caller, said):
    caller.enters()
    caller.says("充话费", "top_up")
    assert caller.says(said, "deny") == ["utter_cancelled", "utter_anything_else"]


def test_a_no_at_a_question_gives_nothing_up(caller):
    caller.enters()
    caller.says("充话费", "top_up")
    assert caller.says("不对", "deny")[0] == "utter_not_understood_1"
    assert caller.state.task is not None


def test_who_says_cancel_where_nothing_is_open_is_not_hung_up_on(caller):
    caller.enters()
    assert caller.says("取消", "cancel") == ["utter_main_menu"]


def sign(caller, name):
    """The caller has signed one more payee at a branch."""
    with caller.bank.begin() as db:
        customer = db.query(Customer).filter_by(phone=caller.number).one()
        bank, number = "建设银行", "6217000011112222"
        db.add(Payee(customer_id=customer.id, name=name, bank=bank, account_number=number))


def test_two_payees_that_sound_alike_are_told_apart_by_asking(caller):
    sign(caller, "章三")
    caller.enters()
    assert caller.says("给张三转五百块", "transfer")[0] == "utter_which_payee"
    assert caller.presses("2")[0] == "utter_confirm_transfer"
    assert "转给章三，建设银行，尾号二二二二，金额五百元整" in caller.spoken


def test_two_payees_of_one_name_are_told_apart_by_key(caller):
    sign(caller, "张三")
    caller.enters()
    assert caller.says("给张三转五百块", "transfer")[0] == "utter_which_payee"
    assert "尾号三三二幺，请按一" in caller.spoken
    assert caller.presses("2")[0] == "utter_confirm_transfer"
    assert "建设银行，尾号二二二二" in caller.spoken
    assert caller.entries() == caller.founded_entries
