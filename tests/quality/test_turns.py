"""What happened in a call is in the database, turn by turn, with why a turn went badly."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.quality.call import WrittenCall
from voicebot.bank import database
from voicebot.bank.tables import CallTurn
from voicebot.quality import history
from voicebot.quality.turns import turns_of

BALANCE = {"intent": "ask_balance", "finished": ["ask_balance"]}


def reasons(call: WrittenCall) -> list[str]:
    return [turn.reasons for turn in turns_of("call", call.events)]


def call() -> WrittenCall:
    return WrittenCall()


def test_a_turn_is_what_was_said_and_all_that_came_of_it():
    said = call().says("查余额", 0.8, ("查一下余额",)).bot("utter_balance", **BALANCE)
    (turn,) = turns_of("call", said.timed(end_of_turn_ms=180, dialogue_ms=40).events)
    assert (turn.by, turn.heard, turn.others) == ("voice", "查余额", ["查一下余额"])
    assert (turn.asked, turn.state, turn.listen) == ("utter_greet", "utter_balance", "open")
    assert (turn.flow, turn.finished, turn.model) == ("ask_balance", "ask_balance", "m1")
    assert (turn.first_sound_ms, turn.began_s, turn.ended_s) == (220, 9.0, 10.0)
    assert turn.reasons == ""


def test_what_is_said_to_who_pauses_inside_a_number_is_no_slow_answer():
    said = call().says("查余额").bot("utter_ask_pin").timed(end_of_turn_ms=180, dialogue_ms=40)
    # One key of the PIN, and four seconds later how to end it.
    (turn,) = turns_of("call", said.timed(by="key", dialogue_ms=4020).events)
    assert turn.first_sound_ms == 220
    (turn,) = turns_of("call", call().says("查余额").bot("a").timed(by="key", voice_ms=9).events)
    assert turn.first_sound_ms is None


@pytest.mark.parametrize(
    "written, expected",
    [
        (call().says("哇啦", 0.3).bot("utter_x", intent="x"), ["low_confidence"]),
        (
            call().says("天气").bot("utter_not_understood_1", intent="out_of_scope"),
            ["asked_again hung_up out_of_scope"],
        ),
        (
            call().says("张三").bot("utter_not_understood_1", flow="transfer").keys("1").bot("utter_x"),
            ["asked_again fell_to_keys", ""],
        ),
        (
            call().says("再见", 0.6).bot("utter_doubt_goodbye").says("不是").bot("utter_greet")
            .says("四百", 0.6).bot("utter_misheard_amount", "utter_option").keys("2").bot("utter_x"),
            ["asked_again", "", "asked_again fell_to_keys", ""],
        ),
        (call().keys("human").bot("utter_transfer", intent="human", then="transfer"), ["person_asked"]),
        (call().says("转账").bot("utter_ask_payee", flow="transfer"), ["hung_up"]),
        (
            call().says("五百").bot("utter_confirm_transfer", "utter_confirm_options", flow="transfer")
            .says("不对").bot("utter_change_options", flow="transfer", then="hangup"),
            ["corrected", ""],
        ),
        (
            call().says("五百").bot("utter_confirm_transfer", "utter_confirm_options", flow="transfer")
            .says("不对是六百").bot("utter_confirm_transfer", "utter_confirm_options", then="hangup"),
            ["corrected", ""],
        ),
        (
            call().says("五百").bot("utter_confirm_transfer", "utter_confirm_options", flow="transfer")
            .says("再说一遍").says("对").bot("utter_transfer_done", finished=["transfer"]),
            ["", "", ""],
        ),
    ],
)  # fmt: skip
def test_why_a_turn_went_badly_is_told(written, expected):
    assert reasons(written) == expected


@pytest.mark.parametrize(
    "said, listen, kept",
    [
        ("我的号码是一三九零九五一零零零一", "open", "我的号码是•••••••零零零一"),
        ("六二二八", "digits", "••••"),
        ("转一千二百三十四块五", "money", "转一千二百三十四块五"),
    ],
)
def test_account_and_telephone_numbers_are_masked(said, listen, kept):
    written = call().bot("utter_ask", listen=listen).says(said, others=(said,)).bot("utter_ok")
    (turn,) = turns_of("call", written.events)
    assert (turn.heard, turn.others) == (kept, [kept])
    assert turn.silenced == (kept != said)


def test_turns_are_kept_once_also_of_a_call_whose_process_died(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'bank.db'}"
    database.migrate(url)
    bank = database.open_database(url)
    recordings = tmp_path / "recordings"
    folder = recordings / "2026-11-24" / "call"
    call().says("查余额").bot("utter_balance", **BALANCE).write(folder)
    for _ in range(2):
        with bank.begin() as db:
            history.keep_turns(db, "call", folder)
            history.keep_unfinished(db, recordings)
    call().says("转账").bot("utter_ask_payee").write(recordings / "2026-11-24" / "died")
    with bank.begin() as db:
        history.keep_unfinished(db, recordings)
        kept = db.execute(select(CallTurn.call_id, CallTurn.heard)).all()
    assert kept == [("call", "查余额"), ("died", "转账")]
    bank.kw["bind"].dispose()
