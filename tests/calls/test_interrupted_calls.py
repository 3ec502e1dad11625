"""A call that breaks off between the yes and the end of its answer: the caller learns the outcome."""

from __future__ import annotations

import time

from tests.calls.conftest import wait_for
from tests.calls.test_whole_calls import ENTER, one_call, workers
from voicebot.bank import database
from voicebot.operations import sealed_recordings

TRANSFER = (
    f"{ENTER}- wait: prompt_end\n- say: 给张三转五百块\n  voice: zm_yunxi\n"
    "- wait: prompt_end\n- say: 是的\n  voice: zm_yunxi\n"
)


def test_whose_worker_is_killed_after_the_yes_is_told_by_sms_and_in_the_next_call(hotline):
    (worker,) = workers(hotline)
    before = len(hotline.entries())
    call = hotline.rings(f"{TRANSFER}- wait_ms: 60000\n- hangup:\n")
    wait_for(lambda: len(hotline.entries()) > before)
    worker.kill()
    wait_for(lambda: any("五百元整已经转给张三" in text for text in hotline.sent()))
    wait_for(lambda: workers(hotline))
    time.sleep(6)  # it loads its model
    call.stop()
    turns, _ = one_call(hotline, f"{ENTER}- wait: prompt_end\n- hangup:\n")
    prompts = turns[-1]["prompts"]
    assert prompts[:3] == ["utter_outcome_untold", "utter_transfer_done", "utter_balance"]
    assert len(hotline.entries()) == before + 2
    assert hotline.faults() == []
    with database.reading(hotline.settings.bank.database) as db:
        assert sealed_recordings.find_faults(db, hotline.settings.recordings) == []


def test_who_hangs_up_during_the_answer_to_the_yes_is_told_by_sms(hotline):
    before, sent = len(hotline.entries()), len(hotline.sent())
    hotline.rings(f"{TRANSFER}- wait_ms: 2000\n- hangup:\n").report()
    assert len(hotline.entries()) == before + 2
    wait_for(lambda: len(hotline.sent()) > sent)
