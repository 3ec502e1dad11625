"""Whole calls over SIP: real sound, real recognition, the real dialogue, a real ledger."""

import re
import sqlite3
import time
import wave

import httpx
import numpy as np
import psutil

from tests.calls.conftest import turns_of

PIN = "246810"
ENTER = f'- wait_ms: 3000\n- say: 查余额\n  voice: zm_yunxi\n- wait: prompt_end\n- keys: "{PIN}"\n  secret: true\n'


def one_call(hotline, steps, **options):
    """Places one call and returns its turns (the greeting first)."""
    hotline.new_recordings()
    report = hotline.rings(steps, **options).report()
    assert report.ok, report.document
    (folder,) = hotline.new_recordings()
    return turns_of(report, folder), folder


def test_a_caller_asks_transfers_corrects_and_confirms_by_voice(hotline):
    before = hotline.entries()
    turns, _ = one_call(
        hotline,
        ENTER
        + "- wait: prompt_end\n- say: 给张三转五百块\n  voice: zm_yunxi\n"
        + "- wait: prompt_end\n- say: 改成六百块\n  voice: zf_xiaobei\n"
        + "- wait: prompt_end\n- say: 对的\n  voice: zm_yunxi\n"
        + "- wait: prompt_end\n- say: 没有了\n  voice: zm_yunxi\n- wait: prompt_end\n",
    )
    # What an earlier call broke off before is told first, behind the PIN.
    assert "utter_balance" in turns[2]["prompts"]
    assert [turn["prompts"][0] for turn in turns[:2] + turns[3:]] == [
        *("utter_greet", "utter_ask_pin", "utter_confirm_transfer"),
        *("utter_confirm_transfer", "utter_transfer_done", "utter_goodbye"),
    ]
    made = hotline.entries()[len(before) :]
    assert sorted(line.amount_fen for line in made) == [-600_00, 600_00]
    assert hotline.faults() == []


def test_silence_after_a_read_back_moves_no_money(hotline):
    before = hotline.entries()
    turns, _ = one_call(
        hotline,
        ENTER
        + "- wait_ms: 2500\n- say: 给张三转五百块\n  voice: zm_yunxi\n- wait: prompt_end\n"
        + "- wait_ms: 9000\n- hangup:\n",
    )
    assert turns[-1]["prompts"][0] == "utter_confirm_transfer"
    assert hotline.entries() == before


def test_two_callers_are_served_at_once_and_do_not_mix(hotline):
    hotline.new_recordings()
    before = hotline.entries()
    steps = '- wait_ms: 2000\n- keys: "11"\n- wait: prompt_end\n- keys: "{}"\n  secret: true\n- wait: prompt_end\n- hangup:\n'
    zhou = hotline.rings(steps.format("246810"), caller="13909510001")
    chen = hotline.rings(steps.format("135790"), caller="13909510002", head="codec: PCMU")
    reports = [zhou.report(), chen.report()]
    assert all(report.ok for report in reports)
    told = []
    for folder in hotline.new_recordings():
        text = (folder / "events.jsonl").read_text(encoding="utf-8")
        told.append(
            (
                re.search(r'"caller_number": "(\d+)"', text)[1],
                "尾号六七八九" in text,
                "尾号四四六六" in text,
            )
        )
    assert sorted(told) == [("13909510001", True, False), ("13909510002", False, True)]
    assert hotline.entries() == before


def test_a_keypad_caller_types_ahead_and_tops_up_a_phone_on_a_line_with_nothing_but_tones(hotline):
    before = hotline.entries()
    turns, _ = one_call(
        hotline,
        '- wait_ms: 1500\n- keys: "31"\n  how: inband\n- wait: prompt_end\n'
        '- keys: "135790"\n  how: inband\n  secret: true\n'
        '- wait_ms: 2500\n- keys: "1#50#"\n  how: inband\n'
        '- wait: prompt_end\n- keys: "1"\n  how: inband\n'
        '- wait_ms: 3000\n- keys: "2"\n  how: inband\n- wait: prompt_end\n',
        caller="13909510002",
        head="codec: PCMA",
    )
    assert "utter_topup_done" in turns[-2]["prompts"]
    assert turns[-1]["prompts"] == ["utter_goodbye"]
    made = hotline.entries()[len(before) :]
    # Set aside for the operator, then settled with it.
    assert sorted(line.amount_fen for line in made) == [-50_00, -50_00, 50_00, 50_00]


def test_a_spoken_pin_is_refused_and_the_keyed_one_works(hotline):
    turns, folder = one_call(
        hotline,
        "- wait_ms: 3000\n- say: 查余额\n  voice: zm_yunxi\n- wait: prompt_end\n"
        + "- say: 二四六八一零\n  voice: zm_yunxi\n  secret: true\n- wait: prompt_end\n"
        + f'- keys: "{PIN}"\n  secret: true\n- wait: prompt_end\n- hangup:\n',
    )
    events = (folder / "events.jsonl").read_text(encoding="utf-8")
    assert "a spoken PIN was refused and wiped" in events
    assert turns[-1]["prompts"][0] == "utter_balance"
    spoken_s = turns[2]["at_s"]
    with wave.open(str(folder / "call.wav")) as recording:
        recording.setpos(int((spoken_s + 0.1) * 16_000))
        frames = recording.readframes(int(0.8 * 16_000))
    caller = np.frombuffer(frames, dtype=np.int16)[::2]
    assert np.abs(caller).max() == 0


def test_the_bot_says_that_nobody_is_there_and_takes_a_note(hotline):
    turns, _ = one_call(hotline, '- wait_ms: 1500\n- keys: "0"\n- wait: prompt_end\n- hangup:\n')
    assert turns[1]["prompts"][0] == "utter_person_will_call_back"


def workers(hotline):
    """The processes that answer calls; a killed one is a zombie until the service notices."""
    alive = [p for p in hotline.service.processes if p.status() != psutil.STATUS_ZOMBIE]
    return [process for process in alive if "worker" in process.cmdline()]


def test_after_a_killed_worker_the_next_caller_is_served(hotline):
    (worker,) = workers(hotline)
    before = hotline.entries()
    cut_off = hotline.rings('- wait_ms: 1500\n- keys: "2"\n- wait_ms: 60000\n- hangup:\n')
    time.sleep(5)
    worker.kill()
    deadline = time.monotonic() + 30
    while not workers(hotline) and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(6)  # it loads its model
    cut_off.stop()
    turns, _ = one_call(hotline, '- wait_ms: 1500\n- keys: "441"\n- wait: prompt_end\n- hangup:\n')
    assert "utter_opening_hours" in turns[1]["prompts"]
    assert hotline.entries() == before


def test_while_the_dialogue_is_gone_callers_hear_an_apology_and_it_comes_back(hotline):
    (rasa,) = [p for p in hotline.service.processes if "rasa" in p.cmdline()]
    rasa.kill()
    turns, _ = one_call(
        hotline,
        '- wait_ms: 3000\n- keys: "1"\n- wait_ms: 2500\n- keys: "0"\n- wait: prompt_end\n- hangup:\n',
    )
    assert turns[0]["prompts"] == ["session_technical_apology"]
    assert turns[2]["prompts"][0] == "session_transfer"
    url, deadline = f"{hotline.settings.dialogue.url}/status", time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                break
        except httpx.HTTPError:
            time.sleep(0.5)
    turns, _ = one_call(hotline, '- wait_ms: 1500\n- keys: "441"\n- wait: prompt_end\n- hangup:\n')
    assert "utter_opening_hours" in turns[1]["prompts"]


def test_the_pin_is_in_no_file_that_the_program_wrote(hotline):
    """Runs last: searches everything that the calls above left behind."""
    searched = 0
    for path in hotline.settings.root.rglob("*"):
        if not path.is_file() or path.suffix == ".yaml":
            continue  # what the callers were told to key
        content = path.read_bytes()
        searched += 1
        for digits in (PIN, "135790", "二四六八一零"):
            assert digits.encode() not in content, path
    assert searched > 10
    with sqlite3.connect(hotline.settings.root / "bank.db") as db:
        dump = "\n".join(db.iterdump())
    assert PIN not in dump
    assert "135790" not in dump
