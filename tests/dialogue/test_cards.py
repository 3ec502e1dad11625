"""A credit card by voice and by keys: told, repaid, activated, its limit asked for."""

import pytest
from sqlalchemy import select

from tests.dialogue.conftest import CHEN, LIU, NOW
from voicebot.bank import ledger
from voicebot.bank.tables import Account, CreditCard, LimitRequest, SmsMessage
from voicebot.bank.transfers import CLEARING

ZHOUS_CARD = "6225880010005512"


def requests(caller):
    with caller.bank.begin() as db:
        return db.execute(select(LimitRequest)).scalars().all()


def activated(caller, number):
    with caller.bank.begin() as db:
        card = db.execute(select(CreditCard).where(CreditCard.number == number)).scalar_one()
        return card.activated_at is not None


def card(db, tail):
    return db.execute(select(CreditCard).where(CreditCard.number.endswith(tail))).scalar_one()


def with_two_cards(calls):
    """周建国 after his PIN, with the card of another as his second."""
    caller = calls()
    with caller.bank.begin() as db:
        first, other = card(db, ZHOUS_CARD), card(db, "9046")
        other.customer_id, other.activated_at = first.customer_id, first.activated_at
    caller.enters()
    return caller


def enter(caller, *keys):
    caller.rings()
    for key in keys:
        caller.presses(key)
    return caller.keys_pin()


def test_the_bill_is_told_with_due_date_and_minimum(caller):
    caller.rings()
    assert caller.says("查信用卡账单", "ask_card_bill") == ["utter_ask_pin"]
    assert caller.keys_pin()[0] == "utter_card_bill"
    assert (
        "尾号五五幺二的信用卡，十一月五日出的账单，一共三千零五十七元三角，"
        "还有三千零五十七元三角没有还。最低还三百零五元七角三分，最晚还款日，十一月二十五日。"
    ) in caller.spoken


def test_bill_limit_and_purchases_by_keys(caller):
    assert enter(caller, "4", "1", "1", "1")[0] == "utter_card_bill"
    for key in "1411":
        caller.presses(key)
    assert caller.presses("2")[0] == "utter_card_standing"
    assert (
        "总额度两万元整，已经用了三千五百二十八元八角，还能用一万六千四百七十一元二角"
        in caller.spoken
    )
    for key in "1411":
        caller.presses(key)
    first = caller.presses("3")
    assert first[0] == "utter_card_purchases_first"
    assert first.count("utter_card_purchase") == 3
    assert caller.presses("1").count("utter_card_purchase") == 3


def test_more_goes_on_with_what_was_listed_last(caller):
    caller.enters()
    caller.says("信用卡消费明细", "ask_card_purchases")
    assert "十一月二十一日，药店消费，五十七元六角" in caller.spoken
    assert "utter_card_purchase" in caller.says("还有呢", "more")
    caller.says("查明细", "ask_transactions")
    assert "utter_card_purchase" not in caller.says("还有呢", "more")


def test_purchases_end(caller):
    caller.enters()
    told = caller.says("信用卡消费明细", "ask_card_purchases")
    pages = 1
    while told[-1] == "utter_transactions_more":
        told = caller.says("再往前", "more")
        pages += 1
    assert told[-2:] == ["utter_transactions_end", "utter_anything_else"]
    assert pages == 4


def test_the_whole_bill_is_repaid_in_one_sentence(caller):
    caller.enters()
    before, owed = caller.balance_fen(), caller.balance_fen(ZHOUS_CARD)
    assert caller.says("全额还信用卡", "repay_card")[0] == "utter_confirm_repayment"
    assert "从尾号六七八九的账户，还尾号五五幺二的信用卡，金额三千零五十七元三角。" in caller.spoken
    assert caller.balance_fen() == before
    assert caller.says("是的", "affirm")[0] == "utter_repayment_done"
    assert caller.balance_fen() == before - 3_057_30
    assert caller.balance_fen(ZHOUS_CARD) == owed + 3_057_30
    assert caller.says("信用卡账单", "ask_card_bill")[0] == "utter_card_bill_paid"


def test_the_minimum_is_repaid_by_keys(caller):
    asked = enter(caller, "4", "1", "2")
    assert asked == ["utter_ask_repayment", "utter_repay_full_option", "utter_repay_minimum_option"]
    assert "只还最低，三百零五元七角三分，请按二" in caller.spoken
    assert caller.presses("2")[0] == "utter_confirm_repayment"
    before = caller.balance_fen()
    assert caller.presses("1")[0] == "utter_repayment_done"
    assert caller.balance_fen() == before - 305_73
    assert caller.says("信用卡账单", "ask_card_bill")[0] == "utter_card_bill_minimum_paid"


def test_another_amount_by_keys_and_by_voice(caller):
    enter(caller, "4", "1", "2")
    assert caller.presses("800#")[0] == "utter_confirm_repayment"
    assert "八百元整" in caller.spoken
    assert caller.says("不对是六百")[0] == "utter_confirm_repayment"
    assert "六百元整" in caller.spoken
    assert caller.says("还最低就行")[0] == "utter_confirm_repayment"
    assert "三百零五元七角三分" in caller.spoken
    assert caller.says("不还最低还全部")[0] == "utter_confirm_repayment"
    assert "三千零五十七元三角" in caller.spoken
    assert caller.entries() == caller.founded_entries


def test_more_than_is_owed_is_not_repaid(caller):
    caller.enters()
    told = caller.says("信用卡还五千块", "repay_card")
    assert told[:2] == ["utter_card_owes_less", "utter_ask_repayment"]
    assert "三千五百二十八元八角" in caller.spoken
    assert caller.says("三千五")[0] == "utter_confirm_repayment"


def test_more_than_there_is_is_asked_again(calls):
    chen = calls(CHEN)
    chen.enters()
    chen.says("给李娜转三千块", "transfer")
    chen.says("是的", "affirm")
    assert chen.says("还信用卡全额", "repay_card")[:2] == [
        "utter_insufficient_funds",
        "utter_ask_repayment",
    ]
    assert chen.says("一百块")[0] == "utter_confirm_repayment"


def test_a_repayment_that_is_refused_cancelled_or_unclear_moves_nothing(caller):
    caller.enters()
    caller.says("还信用卡五百块", "repay_card")
    caller.says("嗯", "affirm")
    assert caller.says("不对", "deny")[0] == "utter_not_done_change_what"
    assert caller.says("取消", "cancel")[0] == "utter_cancelled"
    assert caller.entries() == caller.founded_entries


def test_nothing_owed_is_told(calls):
    liu = calls(LIU)
    liu.enters()
    assert liu.says("还信用卡", "repay_card")[0] == "utter_no_credit_card"
    with liu.bank.begin() as db:
        from tests.dialogue.conftest import NOW

        card = db.execute(select(CreditCard).where(CreditCard.number.endswith("9046"))).scalar_one()
        card.activated_at = NOW
    assert liu.says("还信用卡", "repay_card")[0] == "utter_card_owes_nothing"
    assert liu.says("信用卡账单", "ask_card_bill")[0] == "utter_card_bill_nothing"


def test_repaying_into_a_reported_card_still_works(caller):
    caller.enters()
    caller.says("信用卡丢了", "report_loss")
    caller.says("是的", "affirm")
    caller.says("还信用卡最低", "repay_card")
    assert caller.says("是的", "affirm")[0] == "utter_repayment_done"


def test_a_new_card_needs_pin_and_document(calls):
    liu = calls(LIU)
    liu.rings()
    assert liu.says("激活信用卡", "activate_card") == ["utter_ask_pin"]
    assert liu.keys_pin() == ["utter_ask_document"]
    assert liu.says("八八三四")[0] == "utter_confirm_activation"
    assert "尾号九零四六" in liu.spoken
    assert not activated(liu, "6225880010009046")
    assert liu.says("对的", "affirm")[0] == "utter_activation_done"
    assert activated(liu, "6225880010009046")
    with liu.bank.begin() as db:
        (sms,) = db.execute(select(SmsMessage)).scalars()
    assert "9046" in sms.text


def test_a_new_card_by_keys(calls):
    liu = calls(LIU)
    assert enter(liu, "4", "1", "3") == ["utter_ask_document"]
    assert liu.presses("8834#")[0] == "utter_confirm_activation"
    assert liu.presses("1")[0] == "utter_activation_done"


def test_a_wrong_document_activates_nothing(calls):
    liu = calls(LIU)
    enter(liu, "4", "1", "3")
    for _ in range(3):
        told = liu.presses("1111#")
    assert told[0] == "utter_document_locked"
    assert not activated(liu, "6225880010009046")


def test_no_card_waits_to_be_activated(calls):
    chen = calls(CHEN)
    chen.enters()
    chen.says("开卡", "activate_card")
    assert chen.says("七一五二")[0] == "utter_no_new_card"


def test_a_temporary_limit_piece_by_piece(caller):
    caller.enters()
    assert caller.says("申请临时额度", "request_limit")[0] == "utter_ask_limit"
    assert caller.says("一万")[:2] == ["utter_limit_not_higher", "utter_ask_limit"]
    assert "现在的额度是两万元整" in caller.spoken
    assert caller.says("三万")[0] == "utter_ask_limit_day"
    assert caller.says("用半年到明年六月一号")[0] == "utter_limit_day_too_far"
    assert caller.says("一个月")[0] == "utter_confirm_limit"
    assert "总额度三万元整，用到十二月二十四日" in caller.spoken
    assert requests(caller) == []
    assert caller.says("不对是一万")[:2] == ["utter_limit_not_higher", "utter_confirm_limit"]
    assert caller.says("不对是四万")[0] == "utter_confirm_limit"
    assert caller.says("是的", "affirm")[0] == "utter_limit_requested"
    assert caller.spoken.count("二六幺；幺二四；零零幺") == 2
    (wish,) = requests(caller)
    assert (wish.limit_fen, wish.until.isoformat(), wish.state) == (
        40_000_00,
        "2026-12-24",
        "waiting",
    )


def test_a_temporary_limit_by_keys(caller):
    enter(caller, "4", "1", "4", "1")
    caller.presses("30000#")
    assert caller.presses("1231#")[0] == "utter_confirm_limit"
    assert caller.presses("1")[0] == "utter_limit_requested"


def test_a_loss_report_from_the_menu_of_the_card(caller):
    caller.rings()
    for key in "414":
        caller.presses(key)
    assert caller.presses("2") == ["utter_ask_document"]


@pytest.mark.parametrize(
    "words, intent",
    [
        ("信用卡账单", "ask_card_bill"),
        ("还信用卡", "repay_card"),
        ("申请临时额度", "request_limit"),
    ],
)
def test_who_has_no_credit_card_is_told(calls, words, intent):
    liu = calls(LIU)
    liu.enters()
    assert liu.says(words, intent)[0] == "utter_no_credit_card"


def test_the_balance_in_the_middle_of_a_repayment(caller):
    caller.enters()
    caller.says("还信用卡", "repay_card")
    told = caller.says("余额还有多少", "ask_balance")
    assert told[:3] == ["utter_balance", "utter_go_on_repay_card", "utter_ask_repayment"]
    assert caller.says("最低")[0] == "utter_confirm_repayment"


@pytest.mark.parametrize("said", ["临时额度调到三万", "临时额度三万"])
def test_a_limit_without_a_unit_counts_with_the_wish(caller, said):
    caller.enters()
    assert caller.says(said, "request_limit")[0] == "utter_ask_limit_day"
    assert caller.says("一个月")[0] == "utter_confirm_limit"
    assert "总额度三万元整" in caller.spoken


def test_a_limit_without_a_unit_counts_where_the_card_is_asked_for(calls):
    caller = with_two_cards(calls)
    assert caller.says("临时提额", "request_limit")[0] == "utter_ask_credit_card"
    assert caller.says("三万")[0] == "utter_ask_credit_card"
    assert caller.presses("1")[0] == "utter_ask_limit_day"


def test_what_is_owed_is_told_as_one_sum(caller):
    caller.enters()
    assert caller.says("总共欠多少", "ask_debt")[0] == "utter_debt"
    assert "您的信用卡一共欠三千五百二十八元八角" in caller.spoken


def test_several_cards_that_owe_are_told_each_before_the_sum(calls):
    caller = with_two_cards(calls)
    with caller.bank.begin() as db:
        clearing = db.execute(select(Account.id).where(Account.number == CLEARING)).scalar_one()
        bought = {card(db, "9046").account_id: -100_00, clearing: 100_00}
        ledger.write(db, NOW, "网上购物", "bought", bought)
    told = caller.says("总共欠多少", "ask_debt")
    assert told[:3] == ["utter_debt_of_card", "utter_debt_of_card", "utter_debt"]
    assert "尾号九零四六的信用卡，欠款一百元整。" in caller.spoken
    assert "一共欠三千六百二十八元八角" in caller.spoken


def test_what_is_owed_by_keys(caller):
    enter(caller, "4", "1", "1", "4")
    assert caller.replies[0].response == "utter_debt"


def test_who_owes_nothing_hears_so(caller):
    caller.enters()
    caller.says("还信用卡三千五百二十八块八", "repay_card")
    assert caller.says("是的", "affirm")[0] == "utter_repayment_done"
    assert caller.says("总共欠多少", "ask_debt")[0] == "utter_no_debt"


def test_two_credit_cards_are_told_apart(calls):
    caller = with_two_cards(calls)
    assert caller.says("信用卡账单", "ask_card_bill")[0] == "utter_ask_credit_card"
    assert caller.presses("1")[0] == "utter_card_bill"
    caller.says("信用卡额度", "ask_card_standing")
    assert caller.says("九零四六")[0] == "utter_card_standing"
    assert "尾号九零四六" in caller.spoken
