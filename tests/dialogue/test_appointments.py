"""The caller's own appointments: told, cancelled, and never another's."""

import pytest

from tests.dialogue.conftest import CHEN


def booked(caller, said="预约明天上午十点去鼓楼支行办卡"):
    caller.rings()
    assert caller.says(said, "book_appointment")[0] == "utter_confirm_appointment"
    assert caller.says("对的", "affirm")[0] == "utter_appointment_done"


def test_an_appointment_in_one_breath_says_what_for(caller):
    booked(caller)
    assert "上午十点，办银行卡，请带上身份证" in caller.spoken


def test_what_for_is_corrected_alone(caller):
    caller.rings()
    caller.says("预约明天上午十点去鼓楼支行办卡", "book_appointment")
    assert caller.says("不是办卡是贷款")[0] == "utter_confirm_appointment"
    assert "上午十点，办贷款" in caller.spoken


def test_my_appointments_are_told(caller):
    booked(caller)
    assert caller.says("我的预约", "ask_appointments")[0] == "utter_appointment"
    assert "明天，十一月二十五日，星期三，上午十点，您约了到鼓楼支行办银行卡" in caller.spoken


def test_who_has_none_hears_so(calls):
    chen = calls(CHEN)
    chen.rings()
    assert chen.says("我的预约", "ask_appointments")[0] == "utter_no_appointments"
    assert chen.says("取消预约", "cancel_appointment")[0] == "utter_no_appointments"


def test_the_only_appointment_is_cancelled_after_a_read_back_and_a_yes(caller):
    booked(caller)
    assert caller.says("取消预约", "cancel_appointment")[0] == "utter_confirm_cancel_appointment"
    assert caller.says("不对", "deny") == ["utter_left_as_it_was", "utter_anything_else"]
    assert caller.says("我的预约", "ask_appointments")[0] == "utter_appointment"
    caller.says("取消预约", "cancel_appointment")
    assert caller.says("是的", "affirm")[0] == "utter_appointment_cancelled"
    assert caller.says("我的预约", "ask_appointments")[0] == "utter_no_appointments"


def test_one_of_several_is_chosen_by_key_by_branch_or_by_day(caller):
    booked(caller)
    booked(caller, "预约后天下午三点去西夏支行办存折")
    assert caller.says("取消预约", "cancel_appointment")[0] == "utter_ask_appointment"
    assert caller.presses("2")[0] == "utter_confirm_cancel_appointment"
    assert "西夏支行办存折" in caller.spoken
    assert caller.says("鼓楼的那个")[0] == "utter_confirm_cancel_appointment"
    assert "鼓楼支行办银行卡" in caller.spoken
    assert caller.says("后天的那个")[0] == "utter_confirm_cancel_appointment"
    assert "西夏支行" in caller.spoken


def test_cancelling_while_it_is_being_booked_only_gives_it_up(caller):
    caller.rings()
    caller.says("预约明天上午十点去鼓楼支行办卡", "book_appointment")
    assert caller.says("取消预约", "cancel_appointment")[0] == "utter_cancelled"
    assert caller.appointments() == 0


def test_it_is_cancelled_by_keys_alone(caller):
    booked(caller)
    caller.presses("1")
    for key in "4344":
        caller.presses(key)
    assert caller.replies[0].response == "utter_confirm_cancel_appointment"
    assert caller.presses("1")[0] == "utter_appointment_cancelled"


@pytest.mark.parametrize(
    "said", ["预约明天上午十点去解放街网点办卡", "约明天上午十点到兴庆支行办卡"]
)
def test_a_branch_that_there_is_none_of_is_not_passed_over_in_silence(caller, said):
    caller.rings()
    told = caller.says(said, "book_appointment")
    assert told == ["utter_which_branch", *["utter_option"] * 3]
    assert "没有您说的这个网点" in caller.spoken
    assert "鼓楼支行，请按一" in caller.spoken
    assert caller.presses("2")[0] == "utter_confirm_appointment"
    assert "预约西夏支行，明天，十一月二十五日，星期三，上午十点，办银行卡" in caller.spoken


def test_a_street_is_enough_where_the_branch_is_asked_for(caller):
    caller.rings()
    caller.says("预约网点办卡", "book_appointment")
    assert caller.says("去解放街")[0] == "utter_which_branch"
    assert caller.says("那就金凤")[0] == "utter_ask_day"


@pytest.mark.parametrize(
    "said",
    ["预约最近的网点办卡", "我想明天去网点办卡", "随便哪个支行都行办卡", "给我约一下网点办卡"],
)
def test_who_names_no_branch_is_only_asked_for_one(caller, said):
    caller.rings()
    assert caller.says(said, "book_appointment")[0] == "utter_ask_branch"


def at_the_time(caller, day="后天"):
    """Asked for the time at 鼓楼支行, which is open from nine to five."""
    caller.rings()
    caller.says("预约鼓楼支行办卡", "book_appointment")
    assert caller.says(day)[0] == "utter_ask_time"


def test_who_says_the_afternoon_is_offered_times_of_the_afternoon(caller):
    at_the_time(caller)
    assert caller.says("下午吧")[0] == "utter_ask_time"
    assert "下午一点，请按" in caller.spoken
    assert "上午" not in caller.spoken
    caller.presses("4")
    assert "下午" in caller.spoken
    assert "上午" not in caller.spoken
    assert caller.presses("1")[0] == "utter_confirm_appointment"


def test_the_part_of_the_day_may_be_said_with_the_day(caller):
    at_the_time(caller, "后天下午")
    assert "上午" not in caller.spoken
    assert caller.says("还是上午吧")[0] == "utter_ask_time"
    assert "上午九点，请按一" in caller.spoken
    assert caller.says("下午三点")[0] == "utter_confirm_appointment"


def test_who_wants_an_evening_hears_that_there_is_none_and_which_times_there_are(caller):
    at_the_time(caller)
    assert caller.says("晚上有吗")[:2] == ["utter_part_of_day_taken", "utter_ask_time"]
    assert "晚上没有可选的时间。请问几点？上午九点，请按一" in caller.spoken


def test_the_part_of_the_day_is_corrected_alone_at_the_read_back(caller):
    at_the_time(caller)
    assert caller.says("上午十点")[0] == "utter_confirm_appointment"
    assert caller.says("改成下午")[0] == "utter_ask_time"
    assert "上午" not in caller.spoken
    caller.says("三点")
    assert "下午三点，办银行卡。对吗" in caller.spoken


def test_who_wants_it_later_hears_the_next_times(caller):
    at_the_time(caller, "后天下午")
    assert caller.says("有没有晚一点的", "nlu_fallback", 0.4)[0] == "utter_ask_time"
    assert "下午三点，请按一" in caller.spoken
