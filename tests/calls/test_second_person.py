"""A transfer above the limit: the caller is held until a second person decides, or for too long."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.calls.conftest import Hotline, turns_of, wait_for
from tests.calls.test_whole_calls import one_call
from voicebot.bank import approvals, database

# They are held for a minute: beside the other calls, by a service of their own.
pytestmark = pytest.mark.xdist_group("held calls")

MA, PIN = "13909510004", "314159"
WITH_PIN = f'- wait: prompt_end\n- keys: "{PIN}"\n  secret: true\n- wait: prompt_end\n'
# 60 000 yuan to the third payee, from the first account; yes.
ASKS = f'- wait_ms: 1500\n- keys: "21"\n{WITH_PIN}- keys: "3160000#"\n- wait: prompt_end\n- keys: "1"\n'
# The answer to the yes, and what is said next without a word of the caller's.
IS_HELD = "- wait: prompt_end\n" * 2
# Until staff have looked and decided, also on a busy machine, and the caller has been told.
IS_TOLD = "- wait_ms: 30000\n- hangup:\n"
NOTHING_MORE = '- keys: "2"\n- wait: prompt_end\n'
RINGS_AGAIN = f'- wait_ms: 1500\n- keys: "12"\n{WITH_PIN}- hangup:\n'
AMOUNT_FEN = 60_000_00


def staff(hotline: Hotline, *command: str) -> str:
    """What `voicebot approvals …` writes."""
    config = hotline.settings.root / "config.yaml"
    arguments = [*command, "--config", str(config)]
    program = [sys.executable, "-m", "voicebot.cli", "approvals", *arguments]
    return subprocess.run(program, check=True, capture_output=True, text=True).stdout


def decides(hotline: Hotline, decision: str) -> None:
    """王主管 sees what waits, and decides about it."""
    wait_for(lambda: waiting(hotline))
    seen = json.loads(staff(hotline, "list", "--json"))
    assert (seen["customer"], seen["payee"], seen["amount"]) == ("马秀英", "杨建军", "60,000.00元")
    staff(hotline, decision, str(seen["id"]), "--by", "王主管")


def waiting(hotline: Hotline) -> list[int]:
    with database.reading(hotline.settings.bank.database) as db:
        return [approval.id for approval in approvals.waiting(db)]


def held_until(hotline: Hotline, decision: str) -> list[str]:
    """What the caller hears after the yes, while 王主管 decides."""
    hotline.new_recordings()
    call = hotline.rings(f"{ASKS}{IS_TOLD}", caller=MA)
    decides(hotline, decision)
    report = call.report()
    assert report.ok, report.document
    (folder,) = hotline.new_recordings()
    said_yes = turns_of(report, folder)[-1]
    assert said_yes["prompts"][:2] == ["utter_approval_asked", "utter_approval_options"]
    return [said for said in said_yes["prompts"][2:] if said != "utter_approval_waiting"]


def test_who_was_refused_hears_so_and_where_to_go_and_no_money_moved(hotline):
    before = hotline.entries()
    assert held_until(hotline, "refuse") == ["utter_approval_refused", "utter_anything_else"]
    assert hotline.entries() == before


def test_who_is_held_too_long_hears_progress_then_learns_the_refusal_by_sms_and_in_the_next_call(
    hotline,
):
    before = hotline.entries()
    turns, _ = one_call(hotline, f"{ASKS}{IS_HELD}- wait: prompt_end\n{NOTHING_MORE}", caller=MA)
    *_, said_yes, ended = turns
    assert said_yes["prompts"][2:] == [
        *("utter_approval_waiting", "utter_approval_late", "utter_anything_else"),
    ]
    assert ended["prompts"] == ["utter_approval_by_sms", "utter_goodbye"]
    sent = len(hotline.sent())
    decides(hotline, "refuse")
    wait_for(lambda: len(hotline.sent()) > sent)
    assert "没有通过复核，没有动您的钱" in hotline.sent()[-1]
    turns, _ = one_call(hotline, RINGS_AGAIN, caller=MA)
    assert turns[-1]["prompts"][0] == "utter_outcome_untold"
    assert "没有通过复核，没有动您的钱" in turns[-1]["bot"]
    assert hotline.entries() == before


def test_who_hung_up_while_held_is_told_of_the_refusal_in_the_next_call(hotline):
    before = hotline.entries()
    call = hotline.rings(f"{ASKS}- wait: prompt_end\n- hangup:\n", caller=MA)
    assert call.report().ok
    decides(hotline, "refuse")
    turns, _ = one_call(hotline, RINGS_AGAIN, caller=MA)
    assert turns[-1]["prompts"][0] == "utter_outcome_untold"
    assert "没有通过复核，没有动您的钱" in turns[-1]["bot"]
    assert hotline.entries() == before


def test_who_is_held_until_it_is_approved_hears_that_the_money_is_there(hotline):
    before = hotline.entries()
    assert held_until(hotline, "approve") == ["utter_approval_done", "utter_anything_else"]
    made = hotline.entries()[len(before) :]
    assert sorted(line.amount_fen for line in made) == [-AMOUNT_FEN, AMOUNT_FEN]
    assert hotline.faults() == []
