"""A task that was put aside is named when its turn comes again."""

import pytest

from tests.dialogue.conftest import staff_files
from voicebot.dialogue.actions.going_on import GO_ON


def test_after_several_tasks_each_that_goes_on_is_named(caller):
    caller.enters()
    caller.says("给李四转账", "transfer")
    caller.says("订束花", "order")
    caller.says("交电费", "pay_bill")
    caller.says("预约网点", "book_appointment")
    told = []
    for _ in range(4):
        caller.says("取消", "cancel")
        told.append(caller.spoken)
    assert "我们接着交电费。" in told[0]
    assert "我们接着订鲜花。" in told[1]
    assert "我们接着办给李四的转账。" in told[2]
    assert "我们接着" not in told[3]


def test_what_it_is_about_is_not_said_before_it_is_known(caller):
    caller.enters()
    caller.says("我要转账", "transfer")
    assert caller.says("查余额", "ask_balance")[1] == "utter_go_on_transfer"


flows, wording, *_ = staff_files()


@pytest.mark.parametrize("flow", [flow.name for flow in flows.values() if flow.questions])
def test_every_service_that_asks_something_has_a_name_to_go_on_with(flow):
    assert f"{GO_ON}_{flow}" in wording


def test_every_such_line_is_of_a_flow_and_one_of_its_questions():
    known = {f"{GO_ON}_{flow.name}" for flow in flows.values()}
    known |= {
        f"{GO_ON}_{flow.name}_{question.slot}"
        for flow in flows.values()
        for question in flow.questions
    }
    assert {name for name in wording if name.startswith(f"{GO_ON}_")} <= known
