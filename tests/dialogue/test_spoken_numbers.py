"""Phone and meter numbers by voice: heard in parts, read back in parts, mended in parts."""

import pytest


@pytest.fixture
def topping_up(caller):
    caller.enters()
    caller.says("充话费", "top_up")
    return caller


def test_a_spoken_number_counts_only_after_a_yes(topping_up):
    assert topping_up.says("幺三九零九五幺零零零二") == ["utter_check_phone"]
    assert "幺三九，零九五幺，零零零二。" in topping_up.spoken
    assert "phone" not in topping_up.state.task.values
    assert topping_up.says("是的", "affirm")[0] == "utter_ask_topup_amount"
    assert topping_up.state.task.values["phone"] == "13909510002"


def test_a_number_is_said_in_three_breaths(topping_up):
    assert topping_up.says("幺三九") == ["utter_phone_goes_on"]
    assert "还差八位" in topping_up.spoken
    assert topping_up.says("零九五幺") == ["utter_phone_goes_on"]
    assert topping_up.says("零零零二") == ["utter_check_phone"]
    assert "幺三九，零九五幺，零零零二。" in topping_up.spoken


@pytest.mark.parametrize("correction", ["后四位是零零零二", "不对，第十一位是二", "不对零零零二"])
def test_a_wrong_part_is_said_again_and_the_rest_stays(topping_up, correction):
    topping_up.says("幺三九零九五幺零零零八")
    assert topping_up.says(correction) == ["utter_check_phone"]
    assert "幺三九，零九五幺，零零零二。" in topping_up.spoken


def test_what_was_read_back_wrong_is_remembered_until_a_yes(topping_up):
    topping_up.says("幺三九零九五七零零零二")
    topping_up.says("中间四位是零九五幺")
    assert topping_up.state.task.numbers == ["13909570002", "13909510002"]
    topping_up.says("是的", "affirm")
    assert topping_up.state.task.numbers == []


def test_after_a_no_the_caller_says_which_part_is_wrong(topping_up):
    topping_up.says("幺三九零九五七零零零二")
    assert topping_up.presses("2") == ["utter_which_part_of_phone"]
    assert topping_up.says("中间四位是零九五幺") == ["utter_check_phone"]
    assert topping_up.presses("1")[0] == "utter_ask_topup_amount"
    assert topping_up.state.task.values["phone"] == "13909510002"


def test_a_yes_to_half_a_number_asks_for_the_rest(topping_up):
    topping_up.says("幺三九零九五幺")
    assert topping_up.says("对", "affirm") == ["utter_phone_goes_on"]


def test_a_number_can_be_keyed_instead_of_mended(topping_up):
    topping_up.says("幺三九零九五七零零零二")
    topping_up.says("不对", "deny")
    assert topping_up.presses("13909510002#")[0] == "utter_ask_topup_amount"


def test_one_step_back_forgets_the_half_number(topping_up):
    topping_up.says("幺三九")
    assert topping_up.says("返回", "go_back")[0] == "utter_ask_phone"
    assert topping_up.state.task.number == ""


def test_a_number_and_an_amount_in_one_breath(caller):
    caller.enters()
    assert caller.says("给幺三九零九五幺零零零二充五十块", "top_up") == ["utter_check_phone"]
    assert caller.says("是的", "affirm")[0] == "utter_confirm_topup"
    assert "幺三九，零九五幺，零零零二，充值五十元整" in caller.spoken


def test_a_part_of_the_number_is_mended_at_the_last_read_back(topping_up):
    topping_up.says("幺三九零九五幺零零零二")
    topping_up.says("是的", "affirm")
    topping_up.says("五十块")
    before = topping_up.entries()
    assert topping_up.says("不对，后四位是零零零三", "inform") == ["utter_check_phone"]
    assert topping_up.says("是的", "affirm")[0] == "utter_confirm_topup"
    assert "幺三九，零九五幺，零零零三，充值五十元整" in topping_up.spoken
    assert topping_up.entries() == before


def test_a_contract_number_is_as_long_as_its_biller_says(caller):
    caller.enters()
    caller.says("交水费", "pay_bill")
    assert caller.listening["max_keys"] == 8
    assert caller.says("二零零六五六") == ["utter_contract_goes_on"]
    assert "还差两位" in caller.spoken or "还差二位" in caller.spoken
    assert caller.listening["numbers"] == ["200656"]
    assert caller.listening["max_keys"] == 8
    assert caller.says("七八") == ["utter_check_contract"]
    assert "二零零六，五六七八。" in caller.spoken
    assert caller.says("不对", "deny") == ["utter_which_part_of_contract"]
    assert caller.says("后四位是幺二三四") == ["utter_check_contract"]
    assert caller.says("对的", "affirm") == ["utter_ask_bill_amount"]
