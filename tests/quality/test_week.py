"""What callers want and where they get stuck, from the database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.quality.call import BEGAN, WrittenCall
from voicebot.bank import database
from voicebot.conversation.events import PERSON_ANSWERED
from voicebot.dialogue.actions.flows import Flow, Question
from voicebot.quality.intents import Intent
from voicebot.quality.turns import turns_of
from voicebot.quality.week import Week, week_of
from voicebot.quality.week_page import week_csv, week_page

ASKED = (Question("payee", "utter_ask_payee"), Question("amount_fen", "utter_ask_amount"))
FLOWS = {
    "transfer": Flow("transfer", "signed", questions=ASKED, confirm="utter_confirm_transfer"),
    "ask_balance": Flow("ask_balance", "pin", tells="balance"),
}
TRANSFER = Intent("transfer", Path("transfers.yml"), ("我要转账", "转账"))
DAY = datetime.fromtimestamp(BEGAN).date()
FIRST = DAY - timedelta(days=DAY.weekday())
OPEN = {"intent": "transfer", "flow": "transfer"}
CALLS = [
    WrittenCall().says("转账").bot("utter_ask_payee", **OPEN),
    WrittenCall().says("转账").bot("utter_ask_payee", **OPEN)
    .keys("1").bot("utter_ask_amount", **OPEN).timed(dialogue_ms=40)
    .keys("human").bot("utter_transfer", intent="human", then="transfer", flow="transfer")
    .noted(PERSON_ANSWERED),
    WrittenCall().says("人工").bot("utter_transfer", intent="human", then="transfer")
    .bot("session_transfer_failed", intent="human"),
    WrittenCall().says("给张三转五百").bot("utter_confirm_transfer", "utter_confirm_options", **OPEN)
    .timed(end_of_turn_ms=200, dialogue_ms=40)
    .says("对").bot("utter_transfer_done", intent="affirm", finished=["transfer"], then="hangup"),
]  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Session]:
    url = f"sqlite:///{tmp_path / 'bank.db'}"
    database.migrate(url)
    bank = database.open_database(url)
    with bank.begin() as db:
        for number, call in enumerate(CALLS):
            db.add_all(turns_of(f"call-{number}", call.events))
        db.flush()
        yield db
    bank.kw["bind"].dispose()


@pytest.fixture
def week(db: Session) -> Week:
    return week_of(db, FIRST, FLOWS)


def test_a_funnel_says_how_far_callers_came(week):
    assert week.stages == {
        "transfer": [
            *(("begun", 3), ("utter_ask_payee", 3), ("utter_ask_amount", 2)),
            *(("read_back", 1), ("finished", 1)),
        ]
    }


def test_keys_persons_intents_and_times_are_counted(week):
    assert (week.calls, week.turns, week.persons_asked) == (4, 7, 2)
    assert week.by == {"voice": 5, "key": 2}
    hour = datetime.fromtimestamp(BEGAN).hour
    assert week.intents["transfer"][hour] == 4
    assert set(week.intents) == {"transfer", "human"}
    assert (week.hours[hour], sum(week.hours)) == (4, 4)
    assert week.persons_in == {"transfer": 1, "": 1}
    assert week.by_in["transfer"] == {"voice": 4, "key": 2}
    assert (week.first_sound_ms("voice", 50), week.first_sound_ms("key", 95)) == (240, 40)
    version = week.versions["m1"]
    assert (version.turns, version.first, version.last) == (7, DAY, DAY)
    assert (version.begun, version.finished, round(version.finished_percent)) == (3, 1, 33)


def test_the_share_answered_by_a_person_is_reported_against_what_is_wanted(week):
    """Of two who asked for a person, one was answered and one was told that nobody came."""
    assert week.answered_percent == 50
    page = week_page(week, {}, {})
    assert "2 个电话要了人工（50%），人工接了 1 个（50%），要求是 95%，没有达到" in page
    rows = list(csv.reader(io.StringIO(week_csv(week))))
    assert ["answered by a person %", "", "", "50.0"] in rows
    assert ["answered by a person %", "", "wanted", "95"] in rows


def test_another_week_has_nothing_of_it(db):
    assert week_of(db, FIRST + timedelta(days=7), FLOWS).turns == 0
    assert week_of(db, FIRST - timedelta(days=7), FLOWS).turns == 0


def test_the_page_tells_in_words_what_its_pictures_show(week):
    page = week_page(week, {"utter_ask_payee": "请问转给<谁>？"}, {"transfer": TRANSFER})
    assert "“我要转账”：3 个电话开始，1 个办完（33%）" in page
    assert '<th scope="row">请问转给&lt;谁&gt;？</th><td>3</td><td>100%</td>' in page
    assert page.count('class="bar"') == 5
    hour = datetime.fromtimestamp(BEGAN).hour
    assert f"最忙的是 {hour} 点，有 4 个电话打进来" in page


def test_a_week_without_calls_is_a_page_too():
    assert "0 个电话" in week_page(Week(date(2026, 11, 23)), {}, {})


def test_the_table_has_the_same_figures(week):
    rows = list(csv.reader(io.StringIO(week_csv(week))))
    assert ["calls at stage", "transfer", "utter_ask_amount", "2"] in rows
    assert ["first sound ms", "voice", "p50", "240"] in rows
    assert ["asked for a person in", "transfer", "", "1"] in rows
    assert ["version", "m1", "finished %", "33.3"] in rows
