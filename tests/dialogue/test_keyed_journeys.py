"""Every service by keys alone, from the main menu (A13)."""

from tests.dialogue.conftest import CHEN, ZHOU


def enter(caller, *keys):
    """Rings, presses the keys of the menus, keys the PIN."""
    caller.rings()
    for key in keys:
        caller.presses(key)
    return caller.keys_pin()


def test_the_balance_by_keys(caller):
    assert enter(caller, "1", "1")[0] == "utter_balance"


def test_transactions_by_keys(caller):
    assert enter(caller, "1", "2")[0] == "utter_transactions_first"
    assert caller.presses("1")[-1] in ("utter_transactions_end", "utter_anything_else")


def test_a_transfer_by_keys(caller):
    asked = enter(caller, "2", "1")
    assert asked[0] == "utter_ask_payee"
    assert asked.count("utter_payee_option") == 3
    assert asked[-1] == "utter_option_more"
    others = caller.presses("4")
    assert others.count("utter_payee_option") == 2
    assert "张伟，建设银行，尾号五五六六，请按一" in caller.spoken
    assert "其他的，请按三" in caller.spoken
    caller.presses("3")
    caller.presses("1")
    assert caller.presses("500#")[0] == "utter_confirm_transfer"
    before = caller.balance_fen()
    assert caller.presses("1")[0] == "utter_transfer_done"
    assert caller.balance_fen() == before - 500_00


def test_a_transfer_refused_by_key_moves_nothing(caller):
    enter(caller, "2", "1")
    caller.presses("1")
    caller.presses("500#")
    before = caller.entries()
    assert caller.presses("2")[0] == "utter_not_done_change_what"
    assert caller.presses("2")[0] == "utter_cancelled"
    assert caller.entries() == before


def test_starting_over_by_key(caller):
    enter(caller, "2", "1")
    caller.presses("1")
    caller.presses("500#")
    caller.presses("2")
    assert caller.presses("1")[0] == "utter_ask_payee"


def test_a_top_up_by_keys(calls):
    chen = calls(CHEN)
    assert enter(chen, "3", "1")[0] == "utter_ask_phone"
    assert chen.presses("1")[0] == "utter_ask_topup_amount"
    assert chen.presses("50#")[0] == "utter_confirm_topup"
    assert chen.presses("1")[0] == "utter_topup_done"


def test_a_top_up_of_a_keyed_number(caller):
    enter(caller, "3", "1")
    assert caller.presses("13909510002#")[0] == "utter_ask_topup_amount"
    caller.presses("100#")
    assert "幺三九，零九五幺，零零零二，充值一百元整" in caller.spoken


def test_an_appointment_by_keys(caller):
    caller.rings()
    caller.presses("4")
    caller.presses("1")
    assert caller.presses("1")[0] == "utter_ask_branch"
    assert caller.presses("2")[0] == "utter_ask_day"
    assert caller.presses("1")[0] == "utter_ask_time"
    assert caller.presses("1")[0] == "utter_confirm_appointment"
    assert caller.presses("1")[0] == "utter_appointment_done"
    assert caller.appointments() == 1


def test_the_day_of_an_appointment_is_keyed_as_month_and_day(caller):
    caller.rings()
    for key in "4111":
        caller.presses(key)
    assert caller.presses("1127#")[0] == "utter_ask_time"
    caller.presses("1")
    assert "十一月二十七日，星期五" in caller.spoken


def test_opening_hours_by_keys(caller):
    caller.rings()
    caller.presses("4")
    assert caller.presses("2")[0] == "utter_opening_hours"


def test_no_list_is_longer_than_four(caller):
    enter(caller, "2", "1")
    for _ in range(3):
        assert len(caller.buttons) <= 4
        caller.presses("4")


def test_a_stranger_keys_a_card_number(calls):
    stranger = calls("")
    stranger.rings()
    stranger.presses("1")
    assert stranger.presses("1")[0] == "utter_ask_identifier"
    assert stranger.presses("6228480010000016789#")[0] == "utter_ask_pin"
    stranger.number = ZHOU
    assert stranger.keys_pin()[0] == "utter_balance"


def test_a_stranger_keys_the_phone_number_that_the_bank_knows(calls):
    stranger = calls("02988886666")
    stranger.rings()
    stranger.presses("1")
    stranger.presses("1")
    assert stranger.presses(f"{CHEN}#")[0] == "utter_ask_pin"
    stranger.number = CHEN
    assert stranger.keys_pin()[0] == "utter_balance"


def test_nobody_finds_out_who_banks_here(calls):
    stranger = calls("")
    stranger.rings()
    stranger.presses("1")
    stranger.presses("1")
    assert stranger.presses("6228480010000099999#")[0] == "utter_ask_pin"
    assert stranger.keys_pin("123456")[0] == "utter_pin_wrong"
    stranger.keys_pin("123456")
    assert stranger.keys_pin("123456")[0] == "utter_pin_locked"


def test_three_wrong_pins_lock_the_card_for_the_telephone(calls):
    caller = calls()
    caller.rings()
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin("111111")[0] == "utter_pin_wrong"
    assert "两次" in caller.spoken
    assert caller.keys_pin("222222")[0] == "utter_pin_wrong"
    assert caller.keys_pin("333333") == ["utter_pin_locked"]
    later = calls()
    later.rings()
    later.says("查余额", "ask_balance")
    assert later.keys_pin() == ["utter_pin_locked"]
