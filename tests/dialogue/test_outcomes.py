"""What was done is told: in the call, by SMS if the call broke off, and in the next call."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.dialogue.conftest import CHEN, ZHOU
from voicebot.bank import outcomes, schedule
from voicebot.bank.tables import Customer, Outcome, SmsMessage


def sent(caller):
    with caller.bank.begin() as db:
        return [(m.phone, m.text) for m in db.execute(select(SmsMessage)).scalars()]


def transfers(caller):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("是的", "affirm")[0] == "utter_transfer_done"
    return caller.spoken


def test_who_heard_the_outcome_gets_no_sms_and_is_not_told_again(caller):
    transfers(caller)
    caller.hangs_up()
    assert sent(caller) == []
    caller.rings()
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin()[0] == "utter_balance"


def test_who_hung_up_before_the_outcome_gets_an_sms_and_is_told_after_the_next_pin(caller):
    transfers(caller)
    caller.hangs_up(before_hearing_the_end=True)
    ((phone, text),) = sent(caller)
    assert phone == ZHOU
    assert "五百元整已经转给张三" in text
    assert caller.rings() == ["utter_greet", "utter_main_menu"]
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin()[:3] == ["utter_outcome_untold", "utter_transfer_done", "utter_balance"]
    assert "五百元整已经转给张三" in caller.spoken
    assert caller.says("没有了", "deny") == ["utter_goodbye"]
    caller.hangs_up()
    assert len(sent(caller)) == 1


def test_an_outcome_is_told_again_until_a_call_lasts_long_enough(caller):
    transfers(caller)
    for _ in range(2):
        caller.hangs_up(before_hearing_the_end=True)
        caller.rings()
        caller.says("查余额", "ask_balance")
        assert caller.keys_pin()[0] == "utter_outcome_untold"
    assert len(sent(caller)) == 1


def test_another_customer_hears_nothing_of_it(calls):
    zhou, chen = calls(ZHOU), calls(CHEN, call_id="another")
    transfers(zhou)
    zhou.hangs_up(before_hearing_the_end=True)
    chen.enters()


def test_an_answer_that_was_lost_on_the_way_is_given_with_the_next_one(caller):
    transfers(caller)
    caller.outcomes = []  # the dialogue answered too late: the session has heard nothing
    assert caller.says("是的", "affirm")[:2] == ["utter_outcome_untold", "utter_transfer_done"]


def test_the_same_yes_after_a_lost_answer_is_told_as_done_once(caller):
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    before, lost = caller.balance_fen(), caller.state
    caller.says("是的", "affirm")
    caller.state, caller.outcomes = lost, []  # the dialogue server died before it kept this turn
    assert caller.says("是的", "affirm")[0] == "utter_already_done"
    assert caller.balance_fen() == before - 500_00
    caller.hangs_up()
    assert sent(caller) == []


def test_what_happens_after_the_call_is_sent_at_once_and_told_in_plain_text(caller):
    caller.rings()
    with caller.bank.begin() as db:
        customer = db.execute(select(Customer).where(Customer.phone == ZHOU)).scalar_one()
        outcomes.record(
            db,
            key="bill",
            customer_id=customer.id,
            phone=ZHOU,
            text="电费，86.50元，交好了。",
            at=caller.now,
        )
    assert sent(caller) == [(ZHOU, "电费，86.50元，交好了。")]
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin()[:2] == ["utter_outcome_untold", "utter_outcome"]
    assert "电费，八十六元五角，交好了。" in caller.spoken


def test_wording_that_is_gone_by_the_next_call_is_replaced_by_what_was_written_down(caller):
    transfers(caller)
    caller.hangs_up(before_hearing_the_end=True)
    with caller.bank.begin() as db:
        db.execute(select(Outcome)).scalar_one().response = "utter_no_longer_there"
    caller.rings()
    caller.says("查余额", "ask_balance")
    caller.keys_pin()
    assert "五百元整已经转给张三" in caller.spoken


def test_a_scheduled_transfer_that_was_made_at_night_is_told_in_the_next_call(calls):
    caller = calls()
    caller.enters()
    caller.says("下周一给张三转五百块", "schedule_transfer")
    assert caller.says("是的", "affirm")[0] == "utter_schedule_done"
    with caller.bank.begin() as db:
        schedule.run_due(db, caller.now + timedelta(days=8))
    caller.call_id, caller.now = "a later call", caller.now + timedelta(days=8)
    caller.rings()
    caller.says("查余额", "ask_balance")
    assert caller.keys_pin()[0] == "utter_outcome_untold"
    assert "张三" in caller.spoken and "已经按时转出" in caller.spoken
    assert "500" not in caller.spoken
