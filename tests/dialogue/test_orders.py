"""Orders from the catalogue: in one breath, piece by piece, by keys, corrected, cancelled, refused."""

import pytest

from tests.dialogue.conftest import CHEN, LIU
from voicebot.bank import instructions, orders
from voicebot.bank.connectors.answers import NoAnswer, Refused
from voicebot.bank.connectors.embedded_merchant import EmbeddedMerchant
from voicebot.bank.tables import SmsMessage, Voucher
from voicebot.dialogue.actions.state import State

PASSBOOK = "640100003309"
ONE_BREATH = "订一碗牛肉面明天中午十二点送到店里"


def enter(caller, *keys):
    caller.rings()
    for key in keys:
        caller.presses(key)
    return caller.keys_pin()


def ordered(caller):
    """A meal that is ordered and paid."""
    caller.enters()
    caller.says(ONE_BREATH, "order")
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"


def rows(caller, table):
    with caller.bank.begin() as db:
        return db.query(table).all()


def in_transit(caller):
    return caller.balance_fen(instructions.IN_TRANSIT)


def test_a_meal_is_ordered_in_one_breath(caller):
    caller.enters()
    before = caller.balance_fen()
    assert caller.says(ONE_BREATH, "order")[0] == "utter_confirm_order"
    assert (
        "订外卖，牛肉面，一份，明天，十一月二十五日，星期三，中午十二点送到，"
        "送到店里，解放街按摩店。一共十九元整" in caller.spoken
    )
    assert caller.balance_fen() == before
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"
    assert caller.balance_fen() == before - 19_00
    assert "订单号，零零零；零零幺" in caller.spoken


@pytest.mark.parametrize(
    ("said", "product"),
    [
        ("订一束康乃馨明天上午十点送到家里", "flowers"),
        ("请个保洁打扫三个小时后天下午两点到家里", "household_help"),
    ],
)
def test_an_order_in_one_breath_is_known_by_its_product_where_the_model_is_unsure(
    caller, said, product
):
    caller.enters()
    caller.says(said, "nlu_fallback", 0.3)
    assert caller.state.task.values["product"] == product


@pytest.mark.parametrize(
    "said", ["订一束百合明天上午十点送到家里", "送一束百合到家里明天上午十点送到"]
)
@pytest.mark.parametrize(
    "open_task", [("转给张三", "transfer"), ("预约鼓楼支行办卡", "book_appointment")]
)
def test_an_order_in_one_breath_beside_another_task_leaves_its_values_to_itself(
    caller, open_task, said
):
    caller.enters()
    caller.says(*open_task)
    assert caller.says(said, "order")[0] == "utter_put_aside"
    assert caller.state.task.flow == "order"
    assert "day" not in caller.state.waiting[0].values


def test_what_is_in_no_catalogue_is_not_ordered(caller):
    caller.enters()
    assert caller.says("帮我买两只股票", "nlu_fallback", 0.3)[0] == "utter_not_understood_1"


def test_household_help_piece_by_piece(caller):
    caller.enters()
    assert caller.says("我想找个钟点工", "order")[0] == "utter_ask_field_options"
    assert "请问要做什么" in caller.spoken
    assert caller.says("打扫")[0] == "utter_ask_field_count"
    assert caller.says("三个小时")[0] == "utter_ask_field_day"
    assert caller.says("后天")[0] == "utter_ask_field_time"
    assert caller.says("下午两点")[0] == "utter_ask_field_address"
    assert caller.says("送到家里")[0] == "utter_confirm_order"
    assert (
        "日常打扫，三小时，后天，十一月二十六日，星期四，下午两点，到家里，鼓楼街十二号。一共一百二十元整"
        in caller.spoken
    )


@pytest.mark.parametrize(
    "correction, told",
    [
        ("不对，是四个小时", "四小时"),
        ("改成擦玻璃", "擦玻璃"),
        ("下午三点吧", "下午三点"),
        ("改到店里", "到店里，解放街按摩店"),
        ("后天来", "后天，十一月二十六日"),
    ],
)
def test_one_item_is_corrected_and_the_others_stay(caller, correction, told):
    caller.enters()
    caller.says("请个保洁打扫三个小时明天下午两点到家里", "order")
    assert caller.replies[0].response == "utter_confirm_order"
    assert caller.says(correction)[0] == "utter_confirm_order"
    assert told in caller.spoken
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"


def test_another_product_replaces_the_first(caller):
    caller.enters()
    caller.says("我要订蛋糕", "order")
    assert caller.says("不要蛋糕订鲜花")[0] == "utter_ask_field_options"
    assert "请问要什么花" in caller.spoken


def test_words_of_ones_own_stand_on_the_card(caller):
    caller.enters()
    caller.says("订一束康乃馨明天上午十点送到家里", "order")
    assert caller.replies[0].response == "utter_ask_field_name"
    caller.says("写妈妈我爱您")
    assert "康乃馨，卡片写妈妈我爱您" in caller.spoken


def test_one_step_back_loses_nothing_else(caller):
    caller.enters()
    caller.says("请个保洁打扫三个小时明天下午两点", "order")
    assert caller.replies[0].response == "utter_ask_field_address"
    assert caller.says("返回", "go_back")[0] == "utter_ask_field_time"
    assert caller.says("下午四点")[0] == "utter_ask_field_address"


def test_a_meal_in_one_breath_is_brought_home(caller):
    caller.enters()
    told = caller.says("今天晚上送两碗拉面到家", "order")
    assert told[0] == "utter_ask_field_time"
    assert caller.says("七点")[0] == "utter_confirm_order"
    assert "牛肉面，两份，今天" in caller.spoken
    assert "晚上七点送到，送到家里" in caller.spoken


def test_one_step_back_asks_for_what_was_asked_before_and_keeps_what_was_said_too_early(caller):
    caller.enters()
    caller.says("订两张机票从银川到北京", "order")
    assert caller.says("后天")[0] == "utter_ask_field_time"
    assert caller.says("返回", "go_back")[0] == "utter_ask_field_day"


def test_no_and_cancel_move_no_money(caller):
    caller.enters()
    before = caller.entries()
    caller.says(ONE_BREATH, "order")
    assert caller.says("不对", "deny")[0] == "utter_not_done_change_what"
    assert caller.says("取消", "cancel")[0] == "utter_cancelled"
    assert caller.entries() == before


def test_a_yes_said_twice_orders_once(caller):
    ordered(caller)
    after = caller.balance_fen()
    caller.says("是的", "affirm")
    assert caller.balance_fen() == after
    assert len(rows(caller, orders.Order)) == 1


def test_who_has_several_accounts_hears_which_one_pays_and_names_another(ma):
    on_passbook = ma.balance_fen(PASSBOOK)
    ma.says("订酒店住银川大床房明天住两晚我本人", "order")
    assert "从活期账户，尾号五五零幺付" in ma.spoken
    assert ma.says("不对，用存折付")[0] == "utter_confirm_order_from"
    assert "从存折，尾号三三零九付" in ma.spoken
    price_fen = ma.state.task.values["amount_fen"]
    assert ma.says("是的", "affirm")[0] == "utter_order_placed"
    assert ma.balance_fen(PASSBOOK) == on_passbook - price_fen


def test_an_order_is_refunded_to_the_account_that_paid(ma):
    on_passbook = ma.balance_fen(PASSBOOK)
    ma.says("用存折订酒店住银川大床房下周五住两晚我本人", "order")
    assert ma.says("是的", "affirm")[0] == "utter_order_placed"
    assert ma.says("取消订单", "cancel_order")[0] == "utter_confirm_cancel_order"
    assert ma.says("是的", "affirm")[0] == "utter_order_cancelled"
    assert ma.balance_fen(PASSBOOK) == on_passbook


def test_a_meal_by_keys_alone(caller):
    assert enter(caller, "4", "3", "1", "2")[0] == "utter_ask_field_options"
    assert caller.presses("1")[0] == "utter_ask_field_count"
    assert caller.presses("2#")[0] == "utter_ask_field_day"
    assert caller.presses("2")[0] == "utter_ask_field_time"
    assert caller.presses("1")[0] == "utter_ask_field_address"
    assert caller.presses("2")[0] == "utter_confirm_order"
    assert "牛肉面，两份" in caller.spoken
    assert "一共三十三元整" in caller.spoken
    assert caller.presses("1")[0] == "utter_order_placed"


def test_who_wants_a_meal_in_the_evening_is_offered_evening_times(caller):
    enter(caller, "4", "3", "1", "2")
    caller.presses("1")
    caller.presses("2#")
    assert caller.says("明天晚上")[0] == "utter_ask_field_time"
    assert "晚上六点，请按一。晚上七点，请按二" in caller.spoken
    assert caller.presses("2")[0] == "utter_ask_field_address"
    caller.presses("1")
    assert "晚上七点送到" in caller.spoken


def test_every_product_can_be_ordered_by_keys_alone(caller):
    caller.enters()
    for product in caller.catalogue.values():
        caller.state = State()
        caller._send("order", {"product": product.code})
        for _ in range(len(product.fields)):
            assert len(caller.buttons) <= 4
            caller.presses("2#" if "utter_ask_field_count" in caller.replies[0].response else "1")
        assert caller.replies[0].response == "utter_confirm_order", product.code


def test_too_many_are_refused_with_what_is_possible(caller):
    caller.enters()
    caller.says("我要请钟点工打扫", "order")
    assert caller.says("十个小时")[:2] == ["utter_count_refused", "utter_ask_field_count"]
    assert "最少两小时，最多八小时" in caller.spoken
    assert caller.presses("9#")[0] == "utter_count_refused"
    assert caller.presses("3#")[0] == "utter_ask_field_day"


def test_what_is_too_soon_is_refused(caller):
    caller.enters()
    caller.says("请个保洁打扫三个小时今天", "order")
    assert caller.says("上午十点")[0] == "utter_order_time_refused"
    assert caller.says("下午三点")[0] == "utter_ask_field_address"


def test_the_weekend_costs_more(caller):
    caller.enters()
    caller.says("请个保洁打扫三个小时星期六下午两点到家里", "order")
    assert "一共一百三十五元整" in caller.spoken


def test_who_has_not_enough_money_is_told(calls):
    liu = calls(LIU)
    liu.enters()
    liu.says("订酒店住银川大床房明天住两晚我本人", "order")
    assert "utter_insufficient_funds" in [reply.response for reply in liu.replies]


def test_who_has_no_address_is_told_where_to_leave_it(calls):
    liu = calls(LIU)
    liu.enters()
    liu.says("订一碗牛肉面明天中午十二点", "order")
    assert liu.replies[0].response == "utter_no_address"


def test_the_order_number_comes_by_sms_and_the_voucher_says_what_was_read_back(caller):
    ordered(caller)
    assert [sms.text for sms in rows(caller, SmsMessage)] == [
        "您的外卖订单，19.00元，已经订好，订单号000001。"
    ]
    assert "牛肉面，一份" in rows(caller, Voucher)[0].read_back


def test_my_orders_are_told_with_their_numbers(caller):
    ordered(caller)
    assert caller.says("我的订单", "ask_orders")[0] == "utter_order_done"
    assert "牛肉面" in caller.spoken
    assert "订单号，零零零；零零幺" in caller.spoken


def test_who_never_ordered_hears_so(calls):
    chen = calls(CHEN)
    chen.enters()
    assert chen.says("我的订单", "ask_orders")[0] == "utter_no_orders"


def test_more_orders_by_key(caller):
    caller.enters()
    for hour in ("八点", "九点", "十点"):
        caller.says(f"订一碗牛肉面明天上午{hour}送到店里", "order")
        caller.says("是的", "affirm")
    told = caller.says("我的订单", "ask_orders")
    assert told == ["utter_order_done", "utter_order_done", "utter_more_orders"]
    assert "上午八点" in caller.spoken
    assert caller.presses("1")[0] == "utter_order_done"
    assert "上午十点" in caller.spoken
    caller.says("我的订单", "ask_orders")
    assert caller.says("别的订单", "ask_orders")[0] == "utter_order_done"
    assert "上午十点" in caller.spoken


def test_a_cancelled_order_comes_back_after_a_read_back_and_a_yes(caller):
    before_all = 12_850_60
    ordered(caller)
    assert caller.says("取消订单", "cancel_order")[0] == "utter_confirm_cancel_order"
    assert "不收手续费，退给您十九元整" in caller.spoken
    assert caller.balance_fen() == before_all - 19_00
    assert caller.says("是的", "affirm")[0] == "utter_order_cancelled"
    assert caller.balance_fen() == before_all
    assert caller.says("我的订单", "ask_orders")[0] == "utter_order_cancelled_before"
    assert caller.says("取消订单", "cancel_order")[0] == "utter_nothing_to_cancel"


def test_a_late_cancellation_costs_the_fee(caller):
    caller.enters()
    caller.says("请个保洁打扫三个小时今天下午六点到家里", "order")
    assert caller.says("是的", "affirm")[0] == "utter_order_placed"
    caller.says("退订", "cancel_order")
    assert "手续费三十六元整，退给您八十四元整" in caller.spoken
    caller.says("是的", "affirm")
    assert caller.balance_fen() == 12_850_60 - 36_00


def test_which_order_is_cancelled_is_chosen_by_key_or_name(caller):
    ordered(caller)
    caller.says("请个保洁打扫三个小时后天下午六点到家里", "order")
    caller.says("是的", "affirm")
    assert caller.says("取消订单", "cancel_order")[0] == "utter_ask_order"
    assert caller.presses("2")[0] == "utter_confirm_cancel_order"
    assert "家政服务" in caller.spoken
    assert caller.says("外卖那个")[0] == "utter_confirm_cancel_order"
    assert "牛肉面" in caller.spoken


def test_a_merchant_that_refuses_gives_the_money_back(caller, monkeypatch):
    def refuses(self, order):
        raise Refused("sold_out")

    monkeypatch.setattr(EmbeddedMerchant, "order", refuses)
    caller.enters()
    caller.says(ONE_BREATH, "order")
    assert caller.says("是的", "affirm")[0] == "utter_instruction_refused"
    assert caller.balance_fen() == 12_850_60
    assert caller.says("我的订单", "ask_orders")[0] == "utter_order_refused"


def test_a_merchant_that_is_silent_leaves_the_order_pending_and_it_cannot_be_cancelled(
    caller, monkeypatch
):
    def is_silent(self, order):
        raise NoAnswer("too slow")

    monkeypatch.setattr(EmbeddedMerchant, "order", is_silent)
    caller.enters()
    caller.says(ONE_BREATH, "order")
    assert caller.says("是的", "affirm")[0] == "utter_instruction_pending"
    assert in_transit(caller) == 19_00
    assert caller.says("我的订单", "ask_orders")[0] == "utter_order_pending"
    assert caller.says("取消订单", "cancel_order")[0] == "utter_nothing_to_cancel"


def test_a_merchant_that_will_not_take_it_back_keeps_the_order(caller, monkeypatch):
    def refuses(self, cancellation):
        raise Refused("too_late")

    ordered(caller)
    monkeypatch.setattr(EmbeddedMerchant, "cancel", refuses)
    caller.says("取消订单", "cancel_order")
    assert caller.says("是的", "affirm")[0] == "utter_cancellation_refused"
    assert caller.says("我的订单", "ask_orders")[0] == "utter_order_done"


def test_a_time_that_sounds_like_a_product_is_a_time(caller):
    caller.enters()
    caller.says("订一碗牛肉面明天上午九点送到店里", "order")
    assert "牛肉面，一份，明天，十一月二十五日，星期三，上午九点送到" in caller.spoken
    caller.says("改成上午十点")
    assert caller.says("上午九点")[0] == "utter_confirm_order"
    assert "牛肉面" in caller.spoken


def test_a_hotel_that_the_recogniser_wrote_as_a_time_is_a_hotel(caller):
    caller.enters()
    caller.says("我要订九点", "order")
    assert "请问住在哪个城市" in caller.spoken
