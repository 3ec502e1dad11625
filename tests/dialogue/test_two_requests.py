"""Two requests in one sentence are done one after the other."""

import pytest

from voicebot.dialogue.language.requests import halves

BALANCE = ("查下余额", "ask_balance")
TO_LI_SI = ("给李四转两百", "transfer")


@pytest.mark.parametrize(
    "said, first, second",
    [
        ("查下余额再给李四转两百", "查下余额", "给李四转两百"),
        ("给张三转五百块然后帮我充五十块话费", "给张三转五百块", "帮我充五十块话费"),
        ("先交电费顺便查一下余额", "先交电费", "查一下余额"),
        ("查我家的水费和电费", "查我家的水费", "查我家的电费"),
        ("查余额和明细", "查余额", "查明细"),
        ("给张三和李四各转五百", "给张三转五百", "李四各转五百"),
        ("给张三和王芳分别转两百块", "给张三转两百块", "王芳分别转两百块"),
        ("卡里还有多少钱顺便给张三转两百", "卡里还有多少钱", "给张三转两百"),
    ],
)
def test_the_joint_is_found(said, first, second):
    assert halves(said)[-1].texts == (first, second)


@pytest.mark.parametrize(
    "said",
    [
        *("再说一遍", "再见", "给张三转五百块", "还有吗", "余额"),
        *("后天再给张三转五百", "三天以后给王芳转一千", "不用再给我发短信", "工资到账以后发短信"),
    ],
)
def test_one_request_has_none(said):
    assert halves(said) == []


def test_the_balance_and_then_a_transfer(caller):
    caller.enters()
    before = caller.balance_fen()
    told = caller.says_both(BALANCE, TO_LI_SI)
    assert told[:3] == ["utter_balance", "utter_next_request", "utter_confirm_transfer"]
    assert "转给李四，工商银行，尾号七七八八，金额二百元整" in caller.spoken
    assert caller.says("是的", "affirm")[0] == "utter_transfer_done"
    assert caller.balance_fen() == before - 200_00


def test_what_the_first_offers_is_left_out_so_that_every_key_is_what_was_said(caller):
    caller.enters()
    caller.says_both(("查下最近的明细", "ask_transactions"), TO_LI_SI)
    assert list(caller.buttons.values()) == ["/affirm", "/deny"]
    assert caller.presses("1")[0] == "utter_transfer_done"


def test_what_each_is_to_get_counts_for_both(caller):
    caller.enters()
    halves = ("给张三转五百", "transfer"), ("李四各转五百", "transfer")
    assert caller.says_both(*halves)[0] == "utter_confirm_transfer"
    assert "转给张三" in caller.spoken and "五百元整" in caller.spoken
    told = caller.says("是的", "affirm")
    assert told[:3] == ["utter_transfer_done", "utter_next_request", "utter_confirm_transfer"]
    assert "转给李四" in caller.spoken and "五百元整" in caller.spoken


def test_both_wait_for_the_pin(caller):
    caller.rings()
    assert caller.says_both(BALANCE, TO_LI_SI) == ["utter_ask_pin"]
    assert caller.keys_pin()[:2] == ["utter_balance", "utter_next_request"]


def test_the_second_is_done_also_when_the_first_is_cancelled(caller):
    caller.enters()
    caller.says_both(TO_LI_SI, BALANCE)
    told = caller.says("取消", "cancel")
    assert told[:3] == ["utter_cancelled", "utter_next_request", "utter_balance"]
    assert caller.entries() == caller.founded_entries


def test_the_main_menu_forgets_both(caller):
    caller.enters()
    caller.says_both(TO_LI_SI, BALANCE)
    caller.says("主菜单", "main_menu")
    assert caller.says("交电费", "pay_bill")[0] == "utter_ask_contract"
    caller.says("我家的")
    assert "utter_next_request" not in caller.says("取消", "cancel")


def test_a_half_that_is_no_service_leaves_the_sentence_whole(caller):
    caller.enters()
    told = caller.says_both(("余额还有多少", "ask_balance"), ("多少", "inform"))
    assert "utter_next_request" not in told
