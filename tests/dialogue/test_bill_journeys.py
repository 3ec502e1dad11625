"""Bills by voice and by keys: what is due, all of it or a part, saved contracts, other billers."""

import pytest
from sqlalchemy import select

from tests.dialogue.conftest import CHEN
from voicebot.bank.tables import SmsMessage


def enter(caller, *keys):
    """Rings, presses the keys of the menus, keys the PIN."""
    caller.rings()
    for key in keys:
        caller.presses(key)
    return caller.keys_pin()


def texts(caller):
    with caller.bank.begin() as db:
        return list(db.execute(select(SmsMessage.text).order_by(SmsMessage.id)).scalars())


def test_what_is_due_is_told_and_all_of_it_is_paid(caller):
    caller.enters()
    before = caller.balance_fen()
    assert caller.says("交电费", "pay_bill")[0] == "utter_ask_contract"
    assert "自己家，尾号三四五六，请按一。妈妈家，尾号九零幺二，请按二。" in caller.spoken
    assert caller.says("我家的") == ["utter_ask_bill_amount"]
    assert "电费，鼓楼街十二号，尾号三四五六，现在要交八十六元五角" in caller.spoken
    assert caller.says("全交")[0] == "utter_confirm_bill"
    assert "交电费，鼓楼街十二号，尾号三四五六，金额八十六元五角。对吗" in caller.spoken
    assert caller.balance_fen() == before
    assert caller.says("好的", "affirm") == ["utter_bill_paid", "utter_anything_else"]
    assert caller.balance_fen() == before - 86_50
    assert caller.balance_fen("ELECTRICITY") == 92_00 + 86_50
    assert texts(caller) == ["您的电费，尾号3456，86.50元，已经交好。"]
    caller.says("查一下电费", "pay_bill")
    assert caller.says("我家的")[0] == "utter_nothing_due"


def test_mothers_bill_in_one_breath(caller):
    caller.enters()
    assert caller.says("交妈妈家的电费", "pay_bill") == ["utter_ask_bill_amount"]
    assert "民族街五号，尾号九零幺二" in caller.spoken


def test_a_nickname_is_known_by_its_sound(caller):
    caller.enters()
    assert caller.says("交马马家的电费", "pay_bill") == ["utter_ask_bill_amount"]
    assert "民族街五号" in caller.spoken


def test_another_amount_than_what_is_due(caller):
    caller.enters()
    before = caller.balance_fen()
    caller.says("交妈妈家的电费", "pay_bill")
    assert caller.says("先交五十块")[0] == "utter_confirm_bill"
    assert "金额五十元整" in caller.spoken
    caller.says("对的", "affirm")
    assert caller.balance_fen() == before - 50_00
    caller.says("查妈妈家电费", "pay_bill")
    assert "现在要交七十三元整" in caller.spoken


def test_bill_and_amount_in_one_breath(caller):
    caller.enters()
    assert caller.says("给妈妈家交一百块电费", "pay_bill")[0] == "utter_confirm_bill"
    assert "民族街五号，尾号九零幺二，金额一百元整" in caller.spoken


@pytest.mark.parametrize("answer", ["不用了", "不交了", "取消", "先不交"])
def test_who_only_wanted_to_know_pays_nothing(caller, answer):
    caller.enters()
    before = caller.entries()
    caller.says("妈妈家的电费欠多少", "pay_bill")
    assert caller.says(answer, "deny")[0] == "utter_cancelled"
    assert caller.entries() == before


def test_the_amount_is_corrected_at_the_read_back(caller):
    caller.enters()
    caller.says("交妈妈家的电费", "pay_bill")
    caller.says("全交")
    assert caller.says("不对，是一百块")[0] == "utter_confirm_bill"
    assert "民族街五号，尾号九零幺二，金额一百元整" in caller.spoken


def test_the_biller_is_corrected_and_the_contract_of_the_first_forgotten(caller):
    caller.enters()
    caller.says("交妈妈家的电费", "pay_bill")
    assert caller.says("不是电费，是水费")[0] == "utter_ask_contract"
    assert "交哪一户的水费？请直接说，或者输入八位户号" in caller.spoken
    assert caller.says("自己家") == ["utter_ask_bill_amount"]
    assert "水费，鼓楼街十二号，尾号幺二三四，现在要交四十二元三角" in caller.spoken


def test_a_spoken_number_is_looked_up_and_remembered_under_a_name(caller):
    caller.enters()
    assert caller.says("交有线电视费", "pay_bill")[0] == "utter_ask_contract"
    assert caller.gives_number("八七零零幺幺二二三三")[0] == "utter_ask_bill_amount"
    assert "有线电视费，鼓楼街十二号，尾号二二三三，现在要交二十六元整" in caller.spoken
    caller.says("都交了吧")
    assert caller.says("对", "affirm")[:2] == ["utter_bill_paid", "utter_ask_nickname"]
    assert caller.says("叫老屋吧")[0] == "utter_confirm_nickname"
    assert "把有线电视费，尾号二二三三，记成老屋。对吗" in caller.spoken
    assert caller.says("对的", "affirm") == ["utter_contract_saved", "utter_anything_else"]
    assert caller.says("查老屋的有线电视", "pay_bill")[0] == "utter_nothing_due"


def test_a_number_that_is_not_to_be_remembered(caller):
    caller.enters()
    caller.says("交固话费", "pay_bill")
    caller.gives_number("零九五幺六零幺二三四五")
    caller.says("全交")
    caller.says("是的", "affirm")
    assert caller.says("不用", "deny")[:2] == ["utter_contract_not_saved", "utter_anything_else"]


def test_words_that_are_no_name_are_not_taken_for_one(caller):
    caller.enters()
    caller.says("交固话费", "pay_bill")
    caller.gives_number("零九五幺六零幺二三四五")
    caller.says("全交")
    caller.says("是的", "affirm")
    assert caller.says("转人工", "human")[0] == "utter_person_will_call_back"
    assert caller.says("今天天气很好", "out_of_scope")[0] == "utter_not_understood_1"
    assert caller.says("好的", "affirm")[0] == "utter_say_nickname"
    assert caller.says("姐姐家")[0] == "utter_confirm_nickname"


def test_gas_is_paid_in_advance(caller):
    caller.enters()
    caller.says("交天然气费", "pay_bill")
    assert caller.gives_number("三三零零七七八八九九")[0] == "utter_ask_amount_ahead"
    assert "余额还有零元" in caller.spoken
    assert caller.says("两百")[0] == "utter_confirm_bill"
    assert caller.says("对", "affirm")[0] == "utter_bill_paid"


def test_an_unknown_number_is_asked_again(caller):
    caller.enters()
    caller.says("交水费", "pay_bill")
    told = caller.gives_number("二零零六九九九九")
    assert told[:2] == ["utter_contract_unknown", "utter_ask_contract"]
    assert caller.says("二零零六")[0] == "utter_contract_goes_on"
    assert caller.presses("2006#")[:2] == ["utter_contract_wrong_length", "utter_ask_contract"]


def test_more_than_there_is_cannot_be_paid(calls):
    chen = calls(CHEN)
    chen.enters()
    chen.says("交取暖费", "pay_bill")
    chen.gives_number("五零零幺二三四五")
    assert chen.says("五千块")[0] == "utter_insufficient_funds"
    assert chen.replies[1].response == "utter_ask_bill_amount"
    assert chen.says("全交")[0] == "utter_confirm_bill"


def test_the_saved_electricity_bill_by_keys(caller):
    assert enter(caller, "3", "2", "1")[0] == "utter_ask_contract"
    assert caller.presses("1") == ["utter_ask_bill_amount"]
    before = caller.balance_fen()
    assert caller.presses("1")[0] == "utter_confirm_bill"
    assert caller.presses("1")[0] == "utter_bill_paid"
    assert caller.balance_fen() == before - 86_50


def test_another_amount_by_keys(caller):
    enter(caller, "3", "2", "1")
    caller.presses("2")
    assert caller.presses("2")[0] == "utter_ask_other_amount"
    assert caller.presses("60#")[0] == "utter_confirm_bill"
    assert "民族街五号，尾号九零幺二，金额六十元整" in caller.spoken


def test_only_asking_by_keys(caller):
    enter(caller, "3", "2", "1")
    caller.presses("1")
    before = caller.entries()
    assert caller.presses("3")[0] == "utter_cancelled"
    assert caller.entries() == before


def test_a_keyed_number_is_saved_by_key(caller):
    assert enter(caller, "3", "3", "1")[0] == "utter_ask_contract"
    assert caller.presses("8700112233#")[0] == "utter_ask_bill_amount"
    caller.presses("1")
    assert caller.presses("1")[:2] == ["utter_bill_paid", "utter_ask_nickname"]
    assert "自己家，请按一。爸妈家，请按二。不用记，请按三。" in caller.spoken
    assert caller.presses("2")[0] == "utter_confirm_nickname"
    assert caller.presses("1")[0] == "utter_contract_saved"
    caller.says("查爸妈家有线电视费", "pay_bill")
    assert "尾号二二三三" in caller.spoken


def test_every_biller_is_reached_by_keys(caller):
    asked = enter(caller, "3", "4")
    assert asked[0] == "utter_ask_biller"
    assert "电费，请按一。水费，请按二。燃气费，请按三。其他的，请按四。" in caller.spoken
    caller.presses("4")
    assert "取暖费，请按一。有线电视费，请按二。固定电话费，请按三。" in caller.spoken
    assert caller.presses("3")[0] == "utter_ask_contract"
    assert "十一位电话号码" in caller.spoken


@pytest.mark.parametrize(
    "keys, name",
    [
        ("21", "电费"),
        ("22", "水费"),
        ("23", "燃气费"),
        ("24", "取暖费"),
        ("31", "有线电视费"),
        ("32", "固定电话费"),
    ],
)
def test_each_bill_has_its_key(caller, keys, name):
    enter(caller, "3", *keys)
    assert f"交哪一户的{name}" in caller.spoken


def test_going_back_changes_the_contract_and_starting_over_the_biller(caller):
    caller.enters()
    caller.says("交妈妈家的电费", "pay_bill")
    assert caller.says("返回", "go_back")[0] == "utter_ask_contract"
    caller.says("自己家")
    assert "鼓楼街十二号" in caller.spoken
    assert caller.says("重新来", "start_over")[0] == "utter_ask_biller"


@pytest.mark.parametrize(
    ("said", "paid"),
    [
        ("交暖气费", "取暖费"),
        ("交天然气费", "燃气费"),
        ("交气费", "燃气费"),
        ("交采暖费", "取暖费"),
    ],
)
def test_gas_and_heating_are_never_taken_for_each_other(caller, said, paid):
    caller.enters()
    caller.says(said, "pay_bill")
    assert paid in caller.spoken


# Which account pays ----------------------------------------------------------------------------

PASSBOOK = "640100003309"


def test_the_main_account_pays_unless_another_is_named_and_the_read_back_says_which(ma):
    before = ma.balance_fen()
    ma.says("给我的手机充五十块话费", "top_up")
    assert "从活期账户，尾号五五零幺，给移动手机" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_topup_done"
    assert ma.balance_fen() == before - 50_00


def test_a_named_account_pays(ma):
    before, on_passbook = ma.balance_fen(), ma.balance_fen(PASSBOOK)
    told = ma.says("用存折给我的手机充五十块话费", "top_up")
    assert told[0] == "utter_confirm_topup_from"
    assert "从存折" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_topup_done"
    assert (ma.balance_fen(), ma.balance_fen(PASSBOOK)) == (before, on_passbook - 50_00)


def test_the_account_is_corrected_at_the_read_back_and_nothing_else_is_lost(ma):
    ma.says("给我的手机充五十块话费", "top_up")
    assert ma.says("不对，用存折")[0] == "utter_confirm_topup_from"
    assert "从存折" in ma.spoken and "充值五十元整" in ma.spoken


def test_by_keys_alone_another_account_is_chosen_after_a_no(ma):
    before, on_passbook = ma.balance_fen(), ma.balance_fen(PASSBOOK)
    ma.says("给我的手机充五十块话费", "top_up")
    assert ma.presses("2")[-1] == "utter_change_paying_account"
    assert ma.presses("3")[0] == "utter_ask_paying_account"
    passbook = next(key for key, reply in enumerate(ma.replies) if "存折" in str(reply.values))
    assert ma.presses(str(passbook))[0] == "utter_confirm_topup_from"
    assert "从存折" in ma.spoken and "充值五十元整" in ma.spoken
    assert ma.presses("1")[0] == "utter_topup_done"
    assert (ma.balance_fen(), ma.balance_fen(PASSBOOK)) == (before, on_passbook - 50_00)


def test_who_asks_for_another_account_hears_which_there_are(ma):
    ma.says("给我的手机充五十块话费", "top_up")
    assert ma.says("换个账户付")[:2] == ["utter_ask_paying_account", "utter_account_option"]
    assert ma.says("存折")[0] == "utter_confirm_topup_from"
    assert "从存折" in ma.spoken and "充值五十元整" in ma.spoken


def test_going_back_from_the_accounts_changes_nothing(ma):
    ma.says("给我的手机充五十块话费", "top_up")
    read_back = ma.spoken
    ma.presses("2")
    ma.presses("3")
    assert ma.says("返回", "go_back")[0] == "utter_confirm_topup_from"
    assert ma.spoken == read_back


def test_a_transfer_offers_no_account_to_pay_a_bill(ma):
    ma.says("从存折给杨建军转五百块", "transfer")
    assert ma.presses("2")[-1] == "utter_change_options"


def test_who_has_one_account_is_offered_no_other(caller):
    caller.enters()
    caller.says("给我的手机充五十块话费", "top_up")
    assert caller.presses("2")[-1] == "utter_change_options"


def test_who_has_one_account_is_told_of_none(caller):
    caller.enters()
    caller.says("用储蓄卡交我家的电费", "pay_bill")
    assert caller.says("全交")[0] == "utter_confirm_bill"
