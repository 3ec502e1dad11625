"""How surely something was heard decides: done at once, asked about, or asked for again."""

import pytest

HARDLY, SURELY = 0.2, 0.9


def asks_the_amount(caller):
    caller.enters()
    assert caller.says("给李四转账", "transfer")[0] == "utter_ask_amount"


@pytest.mark.parametrize(
    ("said", "wish", "done"),
    [
        ("再见", "goodbye", "utter_goodbye"),
        ("取消", "cancel", "utter_cancelled"),
        ("转人工", "human", "utter_person_will_call_back"),
        ("主菜单", "main_menu", "utter_cancelled"),
        ("交电费", "pay_bill", "utter_put_aside"),
    ],
)
class TestAWishThatEndsOrDropsSomething:
    def test_is_done_at_once_when_it_was_heard_for_sure(self, caller, said, wish, done):
        asks_the_amount(caller)
        assert caller.says(said, wish, heard=SURELY)[0] == done

    def test_is_done_at_once_when_all_that_may_have_been_said_means_it(
        self, caller, said, wish, done
    ):
        asks_the_amount(caller)
        assert caller.says(said, wish, heard=HARDLY, others={f"{said}吧": wish})[0] == done

    @pytest.mark.parametrize("yes", ["says", "presses", "says it again"])
    def test_is_asked_about_and_done_after_a_yes(self, caller, said, wish, done, yes):
        asks_the_amount(caller)
        assert caller.says(said, wish, heard=HARDLY)[0].startswith("utter_doubt_")
        match yes:
            case "says":
                told = caller.says("是的", "affirm")
            case "presses":
                told = caller.presses("1")
            case _:
                told = caller.says(said, wish, heard=HARDLY)
        assert told[0] == done

    @pytest.mark.parametrize("no", ["says", "presses"])
    def test_is_forgotten_after_a_no_and_the_open_question_comes_again(
        self, caller, said, wish, done, no
    ):
        asks_the_amount(caller)
        caller.says(said, wish, heard=HARDLY, others={"四百": "inform"})
        told = caller.says("不是", "deny") if no == "says" else caller.presses("2")
        assert told[0] == "utter_ask_amount"
        assert caller.says("五百块")[0] == "utter_confirm_transfer"
        assert "李四" in caller.spoken

    def test_is_forgotten_when_the_open_question_is_answered(self, caller, said, wish, done):
        asks_the_amount(caller)
        caller.says(said, wish, heard=HARDLY)
        assert caller.says("五百块")[0] == "utter_confirm_transfer"
        assert caller.says("是的", "affirm")[0] == "utter_transfer_done"


def test_a_yes_to_whether_the_call_shall_end_pays_nothing(caller):
    asks_the_amount(caller)
    caller.says("五百块")
    caller.says("再见", "goodbye", heard=HARDLY)
    before = caller.entries()
    assert caller.says("是的", "affirm")[0] == "utter_goodbye"
    assert caller.entries() == before


def test_a_yes_that_was_hardly_heard_itself_ends_nothing(caller):
    asks_the_amount(caller)
    caller.says("再见", "goodbye", heard=HARDLY)
    assert caller.says("行", "affirm", heard=0.5)[-1] == "utter_doubt_goodbye"


def test_a_no_to_anything_else_ends_the_call_only_if_it_was_heard(caller):
    caller.enters()
    assert caller.says("不用了", "deny", heard=0.6) == ["utter_doubt_goodbye"]
    assert caller.says("不是", "deny")[0] == "utter_anything_else"
    assert caller.says("不用了", "deny")[0] == "utter_goodbye"


def test_a_hardly_heard_question_is_answered_for_nothing_is_lost(caller):
    asks_the_amount(caller)
    assert caller.says("查余额", "ask_balance", heard=HARDLY)[0] == "utter_balance"


def test_where_a_secret_is_keyed_nobody_is_asked_for_one_or_two(caller):
    caller.rings()
    assert caller.says("查余额", "ask_balance")[-1] == "utter_ask_pin"
    told = caller.says("再见", "goodbye", heard=HARDLY)
    assert told == ["utter_not_understood_1", "utter_ask_pin"]
    assert caller.says("转人工", "human", heard=HARDLY)[0] == "utter_person_will_call_back"


def test_noise_that_sounds_like_wishes_leads_to_keys_or_a_person(caller):
    asks_the_amount(caller)
    caller.says("再见", "goodbye", heard=HARDLY)
    caller.says("取消", "cancel", heard=HARDLY)
    told = caller.says("主菜单", "main_menu", heard=HARDLY)
    assert told[:2] == ["utter_not_understood_3", "utter_ask_amount"]


def test_who_was_not_understood_gets_a_person_without_being_asked(caller):
    asks_the_amount(caller)
    caller.says("啦啦啦")
    assert caller.says("转人工", "human", heard=HARDLY)[0] == "utter_person_will_call_back"


class TestAValueThatMayHaveBeenAnother:
    def test_two_payees_are_offered_by_voice_and_keys(self, caller):
        caller.enters()
        caller.says("我要转账", "transfer")
        told = caller.says("李四", heard=0.6, others={"给王芳": "inform", "李四吧": "inform"})
        assert told == ["utter_misheard_payee", *["utter_payee_option"] * 2, "utter_option_none"]
        assert [reply.values["key"] for reply in caller.replies[1:]] == ["一", "二", "三"]
        assert caller.spoken.index("李四") < caller.spoken.index("王芳")
        assert caller.presses("2")[0] == "utter_ask_amount"
        caller.says("五百块")
        assert "王芳" in caller.spoken

    def test_two_amounts_are_offered_and_one_is_said(self, caller):
        asks_the_amount(caller)
        told = caller.says("四百块", heard=0.6, others={"十百块": "inform", "一百块": "inform"})
        assert told == ["utter_misheard_amount", *["utter_option"] * 2, "utter_option_none"]
        assert caller.says("一百块", heard=0.6, others={"四百块": "inform"})[0] == (
            "utter_confirm_transfer"
        )
        assert "金额一百元整" in caller.spoken

    def test_two_branches_are_offered(self, caller):
        caller.rings()
        caller.says("预约网点办卡", "book_appointment")
        told = caller.says("西夏", heard=0.6, others={"金凤": "inform"})
        assert told == ["utter_misheard_branch", *["utter_option"] * 2, "utter_option_none"]
        assert "西夏支行，请按一。金凤支行，请按二。都不是，请按三。" in caller.spoken
        assert caller.presses("2")[0] == "utter_ask_day"

    @pytest.mark.parametrize("none", ["都不是", "不对", "3"])
    def test_who_meant_neither_is_asked_afresh(self, caller, none):
        asks_the_amount(caller)
        caller.says("四百块", heard=0.6, others={"一百块": "inform"})
        told = caller.presses(none) if none == "3" else caller.says(none, "deny")
        assert told[0] == "utter_ask_amount"
        assert caller.says("七百块")[0] == "utter_confirm_transfer"

    def test_other_words_for_the_same_value_are_no_other_value(self, caller):
        asks_the_amount(caller)
        told = caller.says("五百块", heard=0.6, others={"五百元": "inform", "五百": "inform"})
        assert told[0] == "utter_confirm_transfer"

    def test_a_value_in_the_wish_is_asked_about_too(self, caller):
        caller.enters()
        told = caller.says(
            "给张伟转五百块", "transfer", heard=0.6, others={"给张伟转九百块": "transfer"}
        )
        assert told[0] == "utter_misheard_amount"
        assert caller.presses("2")[0] == "utter_confirm_transfer"
        assert "张伟" in caller.spoken and "金额九百元整" in caller.spoken


class TestAValueThatCanBeNoOther:
    def test_is_taken_at_once_when_it_was_heard_for_sure(self, caller):
        caller.enters()
        caller.says("我要转账", "transfer")
        others = {"给王芳": "inform"}
        assert caller.says("李四", heard=SURELY, others=others)[0] == "utter_ask_amount"

    def test_is_repeated_before_the_next_question_when_it_was_not(self, caller):
        caller.enters()
        caller.says("我要转账", "transfer")
        told = caller.says("李四", heard=0.6, others={"李四吧": "inform"})
        assert told[:2] == ["utter_heard", "utter_ask_amount"]
        assert caller.spoken.startswith("好的，李四。")

    def test_is_said_by_the_read_back_whatever_it_is(self, caller):
        asks_the_amount(caller)
        told = caller.says("五百块", heard=0.6)
        assert told[0] == "utter_confirm_transfer"
        assert "李四" in caller.spoken and "金额五百元整" in caller.spoken
