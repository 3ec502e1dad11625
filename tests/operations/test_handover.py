"""Whoever takes a call over reads what was said and done, and no number that is nobody's business."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.dialogue.conftest import Caller, calls, founded
from voicebot.bank.errors import UnknownRequest
from voicebot.operations.handover import Handover, hand_over, without_numbers

__all__ = ["calls", "founded"]  # fixtures

FLOWS = ("ask_balance", "transfer")
EVENTS = (
    {"event": "heard", "caller": "给张三转五百块"},
    {"event": "answered", "intent": "transfer", "bot": "转给张三，金额五百元整，对吗？"},
    {"event": "heard", "caller": "我的卡号是六二二八四八零零一零零零零零一六七八九"},
    {"event": "answered", "intent": "human", "bot": "正在为您转接人工。"},
)


@pytest.fixture
def caller(calls) -> Caller:
    """Has sent five hundred yuan, and asks for a person."""
    caller = calls()
    caller.enters()
    caller.says("给张三转五百块", "transfer")
    assert caller.says("是的", "affirm")[0] == "utter_transfer_done"
    return caller


def page(caller: Caller, recordings: Path) -> Handover:
    with caller.bank.begin() as db:
        return hand_over(db, recordings, caller.call_id, FLOWS)


def test_the_page_says_who_calls_what_they_said_and_what_was_done(caller, tmp_path):
    folder = tmp_path / "2026-11-24" / caller.call_id
    folder.mkdir(parents=True)
    lines = [json.dumps({"at": 1.0, **event}) + "\n" for event in EVENTS]
    (folder / "events.jsonl").write_text("".join(lines))
    told = page(caller, tmp_path)
    assert (told.customer, told.known_by) == ("周建国", "PIN shown, has signed for transfers")
    assert told.wanted == ("transfer",)
    assert told.said[0] == ("caller", "给张三转五百块")
    assert told.said[2] == ("caller", "我的卡号是…六七八九")
    assert told.done == ("voucher 1: 转账给张三, 500.00 yuan",)
    assert told.open == ()


def test_what_is_left_open_is_on_the_page(caller, tmp_path):
    caller.says("转人工", "human")
    (note,) = page(caller, tmp_path).open
    assert note.startswith("call back: ")


def test_a_call_that_nobody_made_is_told(caller, tmp_path):
    with pytest.raises(UnknownRequest, match="X-Call-Id"), caller.bank.begin() as db:
        hand_over(db, tmp_path, "never", FLOWS)


@pytest.mark.parametrize(
    "text, shown",
    [
        ("号码是六四零一，零零一二，三四五六。", "号码是…三四五六。"),
        ("key:6228480010000016789", "key:…6789"),
        ("尾号六七八九，八十六元五角", "尾号六七八九，八十六元五角"),
        ("转一万二千三百四十五元整", "转一万二千三百四十五元整"),
    ],
)
def test_long_numbers_are_cut_to_their_end_and_amounts_are_not(text, shown):
    assert without_numbers(text) == shown
