"""An amount in two breaths is one amount; another amount is another one."""

import pytest

SOON_S, LATE_S = 2.0, 6.0


@pytest.fixture
def asked_how_much(caller):
    caller.enters()
    assert caller.says("给张三转账", "transfer")[0] == "utter_ask_amount"
    return caller


@pytest.mark.parametrize(
    ("first", "rest", "both"),
    [
        ("三千", "五百", "三千五百元整"),
        ("一万", "二", "一万两千元整"),
        ("一千", "二百五十块", "一千二百五十元整"),
        ("两百", "零五块", "二百零五元整"),
        ("六百块", "五毛", "六百元五角"),
        ("二十", "五", "二十五元整"),
        ("五", "百块", "五百元整"),
        ("转三千", "五", "三千五百元整"),
    ],
)
def test_the_rest_of_an_amount_is_added_to_it(asked_how_much, first, rest, both):
    assert asked_how_much.says(first)[0] == "utter_confirm_transfer"
    assert asked_how_much.says(rest, pause_s=SOON_S)[0] == "utter_confirm_transfer"
    assert both in asked_how_much.spoken


def test_whoever_gave_the_amount_with_the_wish_goes_on_from_it_too(caller):
    caller.enters()
    assert caller.says("给张三转三千", "transfer")[0] == "utter_confirm_transfer"
    assert caller.says("五百", pause_s=SOON_S)[0] == "utter_confirm_transfer"
    assert "张三" in caller.spoken
    assert "三千五百元整" in caller.spoken


def test_an_amount_in_three_breaths_is_one(asked_how_much):
    asked_how_much.says("一万")
    asked_how_much.says("两千", pause_s=SOON_S)
    asked_how_much.says("五百", pause_s=SOON_S)
    assert "一万两千五百元整" in asked_how_much.spoken


@pytest.mark.parametrize("correction", ["不对五百", "改成五百", "是五百", "不是三千是五百"])
def test_who_says_that_it_was_wrong_replaces_the_amount(asked_how_much, correction):
    asked_how_much.says("三千")
    asked_how_much.says(correction, pause_s=SOON_S)
    assert "金额五百元整" in asked_how_much.spoken


@pytest.mark.parametrize(("first", "other"), [("五百", "三千"), ("三千", "四千"), ("五百", "六百")])
def test_what_does_not_fit_under_the_amount_is_another_one(asked_how_much, first, other):
    asked_how_much.says(first)
    asked_how_much.says(other, pause_s=SOON_S)
    assert f"金额{other}元整" in asked_how_much.spoken


def test_who_has_heard_the_read_back_and_names_an_amount_means_another_one(asked_how_much):
    asked_how_much.says("三千")
    asked_how_much.says("五百", pause_s=LATE_S)
    assert "金额五百元整" in asked_how_much.spoken


def test_what_the_bank_refused_has_no_rest(asked_how_much):
    assert asked_how_much.says("九万")[0] != "utter_confirm_transfer"
    asked_how_much.says("五百", pause_s=SOON_S)
    assert "金额五百元整" in asked_how_much.spoken


def test_a_yes_before_the_amount_was_read_back_moves_no_money(asked_how_much):
    before = asked_how_much.entries()
    asked_how_much.says("三千")
    assert asked_how_much.says("是啊", "affirm", pause_s=SOON_S)[0] == "utter_say_yes_or_no"
    assert asked_how_much.entries() == before
    asked_how_much.says("是啊", "affirm", pause_s=LATE_S)
    assert asked_how_much.entries() > before


def test_no_money_moves_on_the_rest_of_an_amount(asked_how_much):
    before = asked_how_much.entries()
    asked_how_much.says("三千")
    asked_how_much.says("五百", pause_s=SOON_S)
    assert asked_how_much.entries() == before
    asked_how_much.says("是的", "affirm")
    assert asked_how_much.entries() > before


def test_the_answer_to_the_next_question_is_no_rest_of_the_amount(caller):
    caller.enters()
    caller.says("给张三预约转账", "schedule_transfer")
    assert caller.says("三千")[0] == "utter_ask_due_day"
    assert caller.says("十二月五号", pause_s=SOON_S)[0] == "utter_confirm_schedule"
    assert "金额三千元整" in caller.spoken
