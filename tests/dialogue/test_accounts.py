"""Several accounts, their entries and notices, by voice and by keys."""

import pytest
from sqlalchemy import select

from tests.dialogue.conftest import MA, NOW
from voicebot.bank import alerts
from voicebot.bank.tables import Account, SmsMessage
from voicebot.dialogue.language.periods import find_period

CURRENT, SAVINGS, PASSBOOK, FIXED = (
    *("6228480010000045501", "6228480010000067702"),
    *("640100003309", "6228480010000078804"),
)


@pytest.fixture
def ma(calls):
    """马秀英, who has four accounts, after her PIN."""
    caller = calls(MA)
    caller.rings()
    caller.presses("2")
    caller.presses("2")
    assert caller.keys_pin()[0] == "utter_ask_from_account"
    caller.says("取消", "cancel")
    return caller


# Which account ---------------------------------------------------------------------------------


def test_who_has_one_account_is_not_asked_which(caller):
    caller.rings()
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin() == ["utter_balance", "utter_anything_else"]


def test_who_has_several_is_asked_which_with_all_of_them_by_key(ma):
    asked = ma.says("查余额", "ask_balance")
    assert asked[0] == "utter_ask_account"
    assert "活期账户，尾号五五零幺，请按一" in ma.spoken
    assert asked[-1] == "utter_option_more"
    assert ma.presses("3")[0] == "utter_balance_of"
    assert "存折，尾号三三零九，余额是五千二百元整" in ma.spoken


@pytest.mark.parametrize(
    "said, told",
    [
        ("活期的", "活期账户，尾号五五零幺，余额是八万六千四百元整"),
        ("存折", "存折，尾号三三零九"),
        ("储蓄账户", "储蓄账户，尾号七七零二，余额是两万元整"),
        ("定期的那个", "定期存款，尾号八八零四，余额是十万元整"),
        ("尾号七七零二的", "储蓄账户"),
        ("三三零九", "存折"),
    ],
)
def test_the_account_is_named_by_kind_or_tail(ma, said, told):
    ma.says("查余额", "ask_balance")
    assert ma.says(said)[0] == "utter_balance_of"
    assert told in ma.spoken


def test_the_account_may_be_said_with_the_wish(ma):
    assert ma.says("存折还有多少钱", "ask_balance")[0] == "utter_balance_of"
    assert "尾号三三零九" in ma.spoken


def test_two_accounts_of_a_kind_are_told_apart_by_asking(ma):
    with ma.bank.begin() as db:
        other = db.execute(select(Account).where(Account.number == SAVINGS)).scalar_one()
        db.add(
            Account(customer_id=other.customer_id, number="99990001", name="存折", kind="passbook")
        )
    assert ma.says("存折的余额", "ask_balance")[0] == "utter_which_account"
    assert "存折，尾号零零零幺，请按二" in ma.spoken
    assert ma.presses("2")[0] == "utter_balance_of"


def test_a_nickname_is_heard_and_spoken(ma):
    with ma.bank.begin() as db:
        db.execute(select(Account).where(Account.number == SAVINGS)).scalar_one().nickname = "学费"
    assert ma.says("学费还有多少", "ask_balance")[0] == "utter_balance_of"
    assert "您的学费，尾号七七零二" in ma.spoken


def test_the_question_for_the_account_can_be_left(ma):
    ma.says("查余额", "ask_balance")
    assert ma.says("帮助", "help")[:2] == ["utter_help", "utter_ask_account"]
    assert ma.says("取消", "cancel")[0] == "utter_cancelled"


# Entries ---------------------------------------------------------------------------------------


def test_entries_of_one_account_three_at_a_time_by_keys(ma):
    ma.says("主菜单", "main_menu")
    ma.presses("1")
    assert ma.presses("2")[0] == "utter_ask_account"
    first = ma.presses("1")
    assert first.count("utter_transaction_in") + first.count("utter_transaction_out") == 3
    assert first[-1] == "utter_transactions_more"
    assert ma.presses("1")[-2:] == ["utter_transactions_end", "utter_anything_else"]


def test_who_wants_no_more_entries_is_asked_what_else_and_not_hung_up_on(ma):
    ma.says("活期的明细", "ask_transactions")
    assert ma.presses("2") == ["utter_anything_else"]


def test_a_yes_to_more_goes_on(ma):
    ma.says("活期的明细", "ask_transactions")
    assert ma.says("好的", "affirm")[-2] == "utter_transactions_end"


@pytest.mark.parametrize(
    "said, told",
    [
        ("上个月的工资到了吗", "上个月，工资收入一笔，一共五千四百元整。"),
        ("昨天花了多少", "昨天，支出一笔，一共七十五元五角。"),
        ("今天收入多少", "今天，没有收入。"),
        ("今天花了多少", "今天，没有支出。"),
        ("今天的收支", "今天，没有收入，也没有支出。"),
        ("最近一个月收支", "最近一个月，有两笔，一共收入八百元整，支出七十五元五角。"),
        ("有没有收到刘芳的钱", "最近三个月，收到刘芳的钱，一笔，一共八百元整。"),
        ("有没有收到赵大海的钱", "最近三个月，没有收到赵大海的钱。"),
        ("给杨建军转过多少钱", "最近三个月，转给杨建军一笔，一共三万元整。"),
        ("这个月给牛芳转过多少钱", "这个月，没有给牛芳转过钱。"),
        ("这个月和牛芳的往来", "这个月，和牛芳没有往来。"),
        ("这个月的电费扣了没有", "这个月，没有查到电费支出。"),
        ("这个月的退款到了没有", "这个月，没有查到退款收入。"),
        ("这个月的利息", "这个月，没有查到利息的记录。"),
    ],
)
def test_a_question_about_the_past_is_answered_in_one_sentence(ma, said, told):
    ma.says(said, "search_transactions")
    assert ma.spoken.startswith(told), ma.spoken


def test_the_entries_behind_the_answer_are_told_on_request(ma):
    ma.says("最近三个月收支", "search_transactions")
    assert "utter_search_details" in [reply.response for reply in ma.replies]
    details = ma.presses("1")
    assert details[-1] == "utter_transactions_more"
    assert "超市消费，支出七十五元五角" in ma.spoken
    assert ma.says("再往前", "more")[-1] == "utter_transactions_more"
    assert ma.says("再往前", "more")[-2] == "utter_transactions_end"


def test_a_search_by_keys_asks_for_period_and_direction(ma):
    ma.says("主菜单", "main_menu")
    ma.presses("1")
    assert ma.presses("3")[0] == "utter_ask_period"
    assert "这个月，请按一" in ma.spoken
    assert ma.presses("2")[0] == "utter_ask_direction"
    assert ma.presses("1")[0] == "utter_search_all_in"
    assert "上个月，收入一笔，一共五千四百元整" in ma.spoken


def test_what_about_another_account_is_the_same_question_of_it(ma):
    ma.says("活期的余额", "ask_balance")
    assert ma.says("储蓄的那个", "transfer_own", 0.5)[0] == "utter_balance_of"
    assert "储蓄账户，尾号七七零二" in ma.spoken
    assert ma.says("那存折呢", "nlu_fallback", 0.4)[0] == "utter_balance_of"
    assert "存折，尾号三三零九" in ma.spoken


def test_what_about_another_month_is_the_same_search_in_it(ma):
    ma.says("这个月的电费扣了没有", "search_transactions")
    assert ma.says("那上个月呢", "search_transactions")[0] == "utter_search_kind_nothing_out"
    assert ma.says("话费呢", "top_up")[0] == "utter_search_kind_nothing_out"
    assert "上个月，没有查到话费支出" in ma.spoken


def test_what_about_something_else_is_no_question_of_the_last_answer(ma):
    ma.says("活期的余额", "ask_balance")
    assert ma.says("信用卡账单呢", "ask_card_bill")[0] == "utter_no_credit_card"


def test_the_other_options_are_asked_for_by_word_too(ma):
    ma.says("查余额", "ask_balance")
    assert ma.says("其他的呢", "out_of_scope", 0.5)[0] == "utter_ask_account"
    assert "定期存款，尾号八八零四，请按一" in ma.spoken


def test_one_step_back_from_the_other_options_leads_to_the_first_ones(ma):
    ma.says("查余额", "ask_balance")
    first = ma.spoken
    ma.presses("4")
    assert "定期存款" in ma.spoken
    ma.says("返回", "go_back")
    assert ma.spoken == first


def test_a_search_in_the_middle_of_a_transfer_comes_back_to_it(ma):
    ma.says("转给刘芳", "transfer")
    told = ma.says("上个月工资到账了吗", "search_transactions")
    assert told[0] == "utter_search_kind_in"
    assert "utter_go_on_transfer" in told
    assert told[-1] != "utter_anything_else"


@pytest.mark.parametrize(
    "said, first, last",
    [
        ("上个月", (10, 1), (10, 31)),
        ("这个月", (11, 1), (11, 24)),
        ("昨天", (11, 23), (11, 23)),
        ("前天", (11, 22), (11, 22)),
        ("上周", (11, 16), (11, 22)),
        ("上个星期", (11, 16), (11, 22)),
        ("这个礼拜", (11, 23), (11, 24)),
        ("最近十天", (11, 15), (11, 24)),
        ("近两周", (11, 11), (11, 24)),
        ("最近一个月", (10, 26), (11, 24)),
        ("十月份", (10, 1), (10, 31)),
        ("十一月", (11, 1), (11, 24)),
        ("二十号", (11, 20), (11, 20)),
        ("三十号", (10, 30), (10, 30)),
        ("九月十五号", (9, 15), (9, 15)),
        ("今年", (1, 1), (11, 24)),
    ],
)
def test_a_period_is_in_the_past(said, first, last):
    period = find_period(f"{said}花了多少", NOW.date())
    assert ((period.first.month, period.first.day), (period.last.month, period.last.day)) == (
        first,
        last,
    )
    assert period.first.year == 2026


def test_a_month_that_has_not_come_this_year_was_last_year_s():
    period = find_period("十二月的", NOW.date())
    assert (period.first.isoformat(), period.last.isoformat()) == ("2025-12-01", "2025-12-31")
    assert find_period("二月三十号", NOW.date()) is None


# Notices ---------------------------------------------------------------------------------------


def test_notices_are_turned_on_by_voice_and_a_change_is_written(ma):
    ma.says("开通存折的短信通知", "alerts_on")
    assert ma.says("五百块以上")[0] == "utter_confirm_alerts_on"
    assert "存折，尾号三三零九，五百元整以上的变动都通知您" in ma.spoken
    assert ma.says("是的", "affirm")[0] == "utter_alerts_on"
    ma.says("从存折转六百块到活期", "transfer_own")
    ma.says("是的", "affirm")
    with ma.bank.begin() as db:
        (message,) = db.execute(select(SmsMessage)).scalars()
    assert "尾号3309的账户11月24日" in message.text
    assert "支出600.00元" in message.text


def test_notices_are_turned_on_and_off_by_keys(caller):
    caller.enters()
    caller.says("主菜单", "main_menu")
    caller.presses("1")
    assert caller.presses("4") == ["utter_menu_alerts"]
    assert caller.presses("1")[0] == "utter_ask_threshold"
    assert caller.presses("1")[0] == "utter_confirm_alerts_on"
    assert "每一笔的变动都通知您" in caller.spoken
    assert setting(caller) is None
    assert caller.presses("1")[0] == "utter_alerts_on"
    assert setting(caller) == 0
    caller.says("关闭短信通知", "alerts_off")
    assert caller.presses("1")[0] == "utter_alerts_off"
    assert setting(caller) is None
    assert caller.says("关闭短信通知", "alerts_off")[0] == "utter_alerts_are_off"


def test_the_threshold_is_corrected_before_the_yes(caller):
    caller.enters()
    caller.says("一百块以上通知我", "alerts_on")
    assert "一百元整以上" in caller.spoken
    caller.says("不对，是两百块")
    assert "二百元整以上" in caller.spoken
    caller.says("不对", "deny")
    caller.says("取消", "cancel")
    assert setting(caller) is None


@pytest.mark.parametrize(
    "said, told", [("超过五百通知我", "五百元整以上"), ("动账两千以上给我发短信", "两千元整以上")]
)
def test_a_threshold_without_a_unit_counts_with_the_wish(caller, said, told):
    caller.enters()
    assert caller.says(said, "alerts_on")[0] == "utter_confirm_alerts_on"
    assert told in caller.spoken


def test_a_threshold_without_a_unit_counts_where_the_account_is_asked_for(ma):
    assert ma.says("开通短信通知", "alerts_on")[0] == "utter_ask_account"
    assert ma.says("五百")[0] == "utter_ask_account"
    assert ma.says("存折")[0] == "utter_confirm_alerts_on"
    assert "存折，尾号三三零九，五百元整以上" in ma.spoken


@pytest.mark.parametrize(
    "said, kind",
    [("定期还有多少钱", "定期存款"), ("存折余额", "存折"), ("储蓄账户的余额", "储蓄账户")],
)
def test_who_asks_for_an_account_that_there_is_none_of_is_told_so(caller, said, kind):
    caller.enters()
    assert caller.says(said, "ask_balance")[:2] == ["utter_no_such_account", "utter_balance"]
    assert f"您名下没有{kind}。" in caller.spoken


def test_who_has_it_is_told_of_it_alone(ma):
    assert ma.says("定期还有多少钱", "ask_balance")[0] == "utter_balance_of"
    assert "定期存款" in ma.spoken


def setting(caller):
    with caller.bank.begin() as db:
        number = Account.number == "6228480010000016789"
        return alerts.setting(db, db.execute(select(Account).where(number)).scalar_one().id)
