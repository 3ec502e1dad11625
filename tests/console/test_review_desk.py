"""Staff find the turns that went badly, hear them, and say what was really said."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile
from fastapi.testclient import TestClient

from tests.console.conftest import BAD, NAME, NUMBER, PASSWORD, RATE_HZ
from voicebot.bank import database
from voicebot.console.desk import COOKIE
from voicebot.console.logins import REST_S, SHIFT_S, WRONG_IN_A_ROW, Logins
from voicebot.operations.console_benchmark import measure_console
from voicebot.quality import reviews


@pytest.mark.parametrize(
    "path", ["/", f"/turns/{BAD}", f"/turns/{BAD}/sound.wav", "/report", "/report.csv"]
)
def test_a_stranger_sees_nothing_but_the_login(stranger, path):
    answer = stranger.get(path)
    assert answer.url.path == "/login"
    assert "张三" not in answer.text


def test_a_wrong_password_lets_nobody_in(stranger):
    answer = stranger.post("/login", data={"name": NAME, "password": "wrong"})
    assert answer.status_code == 401
    assert "密码不对" in answer.text
    assert stranger.get("/").url.path == "/login"


def test_the_right_password_opens_the_queue(stranger):
    answer = stranger.post("/login", data={"name": NAME, "password": PASSWORD})
    assert answer.url.path == "/"
    assert NAME in answer.text
    cookie = answer.history[0].headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=strict" in cookie


def test_who_tries_passwords_has_to_wait_and_a_shift_ends():
    now = [0.0]
    logins = Logins(lambda: now[0])
    for _ in range(WRONG_IN_A_ROW):
        assert not logins.rests("wang")
        logins.was_wrong("wang")
    assert logins.rests("wang")
    now[0] += REST_S + 1
    assert not logins.rests("wang")
    token = logins.begin("wang", "reviewer")
    assert logins.of(token).name == "wang"
    now[0] += SHIFT_S + 1
    assert logins.of(token) is None


def test_the_queue_has_what_went_badly_and_why(reviewer):
    page = reviewer.get("/").text
    assert "给张三转五百" in page
    assert "听得不准、没听懂，又问了一遍" in page
    assert "查余额" not in page
    assert "给张三转五百" in reviewer.get("/?reason=low_confidence").text
    assert "给张三转五百" not in reviewer.get("/?reason=hung_up").text


def test_a_turn_has_what_was_heard_and_what_came_before_and_next(reviewer):
    page = reviewer.get(f"/turns/{BAD}").text
    assert "给张山转五百" in page
    assert "查余额" in page
    assert "utter_goodbye" in page
    assert "（密码，不留）" in page
    assert "一三九零九五一零零零一" not in page


def sound(reviewer, turn: int) -> np.ndarray:
    samples, rate_hz = soundfile.read(io.BytesIO(reviewer.get(f"/turns/{turn}/sound.wav").content))
    assert rate_hz == RATE_HZ
    return samples


def test_the_sound_is_the_callers_alone_with_half_a_second_around_it(reviewer):
    samples = sound(reviewer, BAD)
    assert len(samples) == 2 * RATE_HZ
    assert np.abs(samples).max() > 0.2


def test_a_telephone_number_is_not_heard(reviewer):
    assert not sound(reviewer, NUMBER).any()


def test_a_turn_that_is_not_there_is_told(reviewer):
    answer = reviewer.get("/turns/999")
    assert answer.status_code == 404
    assert "没有找到" in answer.text


def test_a_correction_without_words_is_not_kept(reviewer):
    answer = reviewer.post(f"/turns/{BAD}", data={"verdict": "correct", "intent": "transfer"})
    assert answer.status_code == 422
    assert "请写下客户说的话" in answer.text
    assert 'name="values" value=""' in answer.text
    answer = reviewer.post(f"/turns/{BAD}", data={"verdict": "dismiss", "why": " "})
    assert "请写明为什么" in answer.text


def test_corrections_are_kept_with_who_and_when_and_the_last_one_counts(reviewer, settings):
    url = f"/turns/{BAD}"
    answer = reviewer.post(url, data={"verdict": "dismiss", "why": "噪声", "seen": 0})
    assert "已经记下了" in answer.text
    assert f'<a href="{url}">给张三' not in answer.text
    meant = {"said": "给张三汇五百", "intent": "transfer", "values": "收款人 张三"}
    reviewer.post(url, data={"verdict": "correct", "seen": 1, **meant})
    page = reviewer.get(url).text
    assert f"{NAME}：不用改，噪声" in page
    assert (
        f"{NAME}：说的是“给张三汇五百”，想要的是“转账”"
        '（<span lang="en">transfer</span>），收款人 张三' in page
    )
    with database.reading(settings.bank.database) as db:
        (correction,) = reviews.corrections(db)
    assert (correction.said, correction.intent, correction.by) == ("给张三汇五百", "transfer", NAME)


def test_who_did_not_see_a_colleagues_word_sees_it_before_writing_another(reviewer):
    url = f"/turns/{BAD}"
    seen = reviewer.get(url).text.count(f"{NAME}：")
    first = {"verdict": "dismiss", "why": "噪声", "seen": seen}
    assert "已经记下了" in reviewer.post(url, data=first).text
    told = reviewer.post(url, data=first | {"why": "电视"})
    assert told.status_code == 409
    assert "刚刚有人记过了" in told.text and "不用改，噪声" in told.text
    assert 'value="电视"' in told.text
    assert "已经记下了" in reviewer.post(url, data=first | {"seen": seen + 1}).text


def test_a_wrong_correction_is_found_again_and_taken_back(reviewer, settings):
    url, seen = f"/turns/{BAD}", 100
    meant = {"verdict": "correct", "said": "查天气", "intent": "transfer", "seen": seen}
    reviewer.post(url, data=meant)
    listed = reviewer.get("/reviewed").text
    assert f'<a href="{url}">' in listed and "“查天气”，想要的是“转账”" in listed
    reviewer.post(url, data={"verdict": "dismiss", "why": "记错了", "seen": seen})
    assert "不用改，记错了" in reviewer.get("/reviewed").text
    with database.reading(settings.bank.database) as db:
        assert reviews.corrections(db) == []


def test_a_recording_that_was_deleted_is_told(reviewer, settings):
    (file,) = settings.recordings.glob("*/call/call.wav")
    away = file.rename(file.with_suffix(".away"))
    assert "录音不在了" in reviewer.get(f"/turns/{BAD}").text
    assert reviewer.get(f"/turns/{BAD}/sound.wav").status_code == 404
    away.rename(file)


@pytest.mark.parametrize("path", ["/nothing", "/turns/seven", "/?before=yesterday"])
def test_an_address_that_leads_nowhere_is_a_page_in_chinese(reviewer, path):
    answer = reviewer.get(path)
    assert answer.status_code == 404
    assert "没有找到" in answer.text


def test_what_fails_is_told_on_a_page(app, reviewer, monkeypatch):
    monkeypatch.setattr(reviews, "waiting", lambda *_: 1 / 0)
    quiet = TestClient(app, raise_server_exceptions=False, cookies=reviewer.cookies)
    answer = quiet.get("/")
    assert answer.status_code == 500
    assert "出错了" in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_who_has_logged_out_is_a_stranger(reviewer):
    reviewer.post("/logout")
    assert reviewer.get("/").url.path == "/login"


def test_the_benchmark_opens_a_queue_with_turns_in_it(settings):
    figures = measure_console(settings, 120, 2, lambda _line: None)
    assert set(figures) == {"turns", "queue", "queue_of_one_reason", "turn"}
    assert 0 < figures["queue"]["p50_ms"] <= figures["queue"]["p95_ms"]


def test_whose_login_has_ended_is_told_so(stranger, reviewer):
    out = reviewer.post("/logout")
    assert "您已经退出了" in out.text
    reviewer.cookies.set(COOKIE, "of yesterday")
    assert "没有交上去的，要再写一遍" in reviewer.get("/").text
    assert "您已经退出了" not in stranger.get("/login").text
