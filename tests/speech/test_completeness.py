"""What callers have finished saying, told from the words alone."""

from pathlib import Path

import pytest

from voicebot.conversation.turn import Listen
from voicebot.speech.completeness import Completeness

WHOLE = Completeness.load(Path(__file__).parents[2] / "nlu_data" / "nlu")


PHONE = Listen("digits", max_keys=11)
CARD = Listen("digits", max_keys=19, lengths=(11, 12, 16, 17, 18))


@pytest.mark.parametrize(
    "words", ["查余额", "我要预约网点", "是的", "不对", "一百元整", "五百块钱", "营业时间"]
)
def test_nobody_goes_on_after_this(words):
    assert WHOLE.progress(words, Listen()) == "complete"


@pytest.mark.parametrize("words", ["五百块", "给张三转五百块", "明天上午十点", "两百零五块"])
def test_few_go_on_after_this(words):
    assert WHOLE.progress(words, Listen("money")) == "likely"


@pytest.mark.parametrize("words", ["给李四转两百", "给里斯转账一千二", "给我的手机充五十"])
def test_an_order_in_one_breath_may_be_over_with_its_amount(words):
    assert WHOLE.progress(words, Listen()) == "open"
    assert WHOLE.progress(words, Listen("money")) == "unfinished"


@pytest.mark.parametrize("words", ["转两百", "给李四转", "给李四转两百零", "给李四转两"])
def test_half_an_order_is_not(words):
    assert WHOLE.progress(words, Listen()) == "unfinished"


@pytest.mark.parametrize("words", ["", "转账", "给张三", "明天", "预约", "三万五"])
def test_somebody_might_go_on_after_this(words):
    assert WHOLE.progress(words, Listen()) == "open"


@pytest.mark.parametrize("words", ["给张三转", "五百", "五十", "不对是", "改成", "改成六", "八毛"])
def test_few_stop_after_this(words):
    assert WHOLE.progress(words, Listen("money")) == "unfinished"


@pytest.mark.parametrize("words", ["三千", "一万", "改成两千"])
def test_many_go_on_from_thousands(words):
    assert WHOLE.progress(words, Listen("money")) == "round"


@pytest.mark.parametrize("words", ["三千零", "十二万零", "六"])
def test_nobody_stops_inside_a_word_of_an_amount(words):
    assert WHOLE.progress(words, Listen("money")) == "nearly"


@pytest.mark.parametrize("word", ["是", "对", "不是", "好"])
def test_the_shortest_yes_or_no_is_whole_where_it_is_asked_for(word):
    assert WHOLE.progress(word, Listen("yes_no")) == "complete"


def test_a_phone_number_is_whole_when_it_has_eleven_digits():
    assert WHOLE.progress("幺三九", PHONE) == "partial"
    assert WHOLE.progress("幺三九零九五幺", PHONE) == "partial"
    assert WHOLE.progress("幺三九零九五幺零零", PHONE) == "nearly"
    assert WHOLE.progress("幺三九零九五幺零零零", PHONE) == "nearly"
    assert WHOLE.progress("幺三九零九五幺零零零幺", PHONE) == "complete"


def test_a_part_that_is_said_again_is_whole_alone():
    mending = Listen("digits", max_keys=11, numbers=("13909570002",))
    assert WHOLE.progress("中间四位是零九五", mending) == "unfinished"
    assert WHOLE.progress("中间四位是零九五幺", mending) == "complete"
    assert WHOLE.progress("幺三九", mending) == "unfinished"


def test_the_rest_of_a_number_makes_it_whole():
    going_on = Listen("digits", max_keys=11, numbers=("1390951",))
    assert WHOLE.progress("零零", going_on) == "nearly"
    assert WHOLE.progress("零零零幺", going_on) == "complete"


def test_where_a_card_number_is_asked_for_a_mobile_number_is_whole_too():
    assert WHOLE.progress("幺三九零九五幺零零零幺", CARD) == "complete"
    assert WHOLE.progress("幺三九零九五幺零零零", CARD) == "nearly"
    assert WHOLE.progress("六二二八四八零零幺零零", CARD) == "partial"
    assert WHOLE.progress("转人工", CARD) == "complete"


@pytest.mark.parametrize(
    "digits",
    [
        "六四零幺零零零零三三零九",
        "六二二五八八零零幺零零零五五幺二",
        "幺三零幺零二幺九七八零五幺二四三二叉",
    ],
)
def test_a_number_that_is_whole_with_fewer_digits_is_not_waited_for_long(digits):
    assert WHOLE.progress(digits, CARD) == "unfinished"
    assert WHOLE.progress(digits[:-2], CARD) in ("partial", "unfinished")


def test_a_card_number_has_three_digits_more_than_a_credit_card():
    card = "六二二八四八零零幺零零零零零二四四六六"
    assert WHOLE.progress(card[:15], CARD) == "partial"
    assert WHOLE.progress(card, CARD) == "complete"


def test_a_number_that_is_said_again_from_its_beginning_is_waited_for_to_its_end():
    half_known = Listen("digits", max_keys=11, numbers=("1390951",))
    assert WHOLE.progress("幺三九零九五幺", half_known) == "partial"
    assert WHOLE.progress("幺三九零九五幺零零零幺", half_known) == "complete"


def test_two_of_the_last_four_digits_are_not_taken_for_all_of_them():
    tail = Listen("digits", max_keys=4)
    assert WHOLE.progress("四三", tail) == "nearly"
    assert WHOLE.progress("四三二幺", tail) == "complete"
    assert WHOLE.progress("七幺五二叉", tail) == "complete"


def test_a_number_of_people_may_have_one_digit():
    assert WHOLE.progress("三", Listen("digits", max_keys=2, lengths=(1,))) == "unfinished"


def test_a_name_on_the_list_is_whole_unless_it_begins_a_longer_one():
    asked = Listen("name", phrases=("张三", "李四", "李四光"))
    assert WHOLE.progress("张三", asked) == "complete"
    assert WHOLE.progress("李四", asked) == "open"


def test_a_yes_where_an_amount_is_asked_for_is_the_beginning_of_one():
    assert WHOLE.progress("是啊", Listen("money")) == "unfinished"


def test_a_digit_that_is_no_word_yet_is_the_beginning_of_an_amount():
    assert WHOLE.progress("", Listen("money")) == "unfinished"
    assert WHOLE.progress("", Listen()) == "open"
    assert WHOLE.progress("取消", Listen("money")) == "complete"


def test_a_part_said_again_of_a_number_that_lost_a_digit_is_whole():
    one_lost = Listen("digits", max_keys=11, numbers=("1504505452",))
    assert WHOLE.progress("前三位是一五零", one_lost) == "complete"
    assert WHOLE.progress("前三位是一五", one_lost) == "unfinished"
