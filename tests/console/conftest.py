"""A console on a bank with one call: a balance that went well, a transfer that did not.

Staff meet it as a client of HTTP, or in a real Chromium with a keyboard and a microphone only.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile
from fastapi.testclient import TestClient
from playwright.sync_api import Page, sync_playwright

from tests.console.browser import FAILS, log_in
from tests.console.chromium import chromium, environment
from tests.quality.call import BEGAN, WrittenCall
from tests.studio.conftest import recorded, voice
from voicebot.bank import database, staff
from voicebot.config import Settings, load_settings
from voicebot.console.app import create_app, server_of
from voicebot.console.desk import COOKIE
from voicebot.quality import history
from voicebot.trial import for_trial

ROOT = Path(__file__).parents[2]
WORDING = """responses:
  utter_a:
  - text: 请问转给谁？
  utter_b:
  - text: 请说金额。
"""
NAME, PASSWORD = "王老师", "correct horse"
RATE_HZ = 16_000
# The second turn of the call is the one that went badly, the fourth holds a telephone number.
BAD, NUMBER = 2, 4
DAY = datetime.fromtimestamp(BEGAN).date()


def written_call() -> WrittenCall:
    call = WrittenCall().says("查余额").bot("utter_balance", finished=["ask_balance"])
    call.says("给张三转五百", 0.4, ("给张山转五百",)).bot(
        "utter_not_understood_1", intent="inform", flow="transfer"
    )
    call.keys("secret").bot("utter_balance").says("一三九零九五一零零零一", others=("一三九",)).bot(
        "utter_goodbye", then="hangup"
    )
    return call


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("console")
    (folder / "prompts").mkdir()
    (folder / "prompts" / "a.yml").write_text(WORDING, encoding="utf-8")
    settings = for_trial(load_settings(ROOT / "config.yaml"), folder)
    speech = settings.speech.copy(update={"prompts": folder / "audio"})
    settings = settings.copy(update={"prompts": folder / "prompts", "speech": speech})
    database.migrate(settings.bank.database)
    call = settings.recordings / "2026-11-24" / "call"
    written_call().write(call)
    seconds = np.arange(40 * RATE_HZ) / RATE_HZ
    tone = (8000 * np.sin(2 * np.pi * 440 * seconds)).astype(np.int16)
    soundfile.write(call / "call.wav", np.column_stack([tone, 0 * tone]), RATE_HZ)
    bank = database.open_database(settings.bank.database)
    with bank.begin() as db:
        history.keep_turns(db, "call", call)
        staff.add(db, NAME, staff.REVIEWER, PASSWORD, datetime(2026, 11, 24))
    bank.kw["bind"].dispose()
    return settings


@pytest.fixture(scope="module")
def app(settings: Settings):
    return create_app(settings)


@pytest.fixture
def stranger(app) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client


@pytest.fixture
def reviewer(stranger: TestClient) -> TestClient:
    """Has logged in before."""
    token = stranger.app.state.desk.logins.begin(NAME, staff.REVIEWER)
    stranger.cookies.set(COOKIE, token)
    return stranger


@pytest.fixture(scope="module")
def address(app) -> Iterator[str]:
    app.add_api_route(FAILS, lambda: 1 / 0)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = server_of(app)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        assert server.started
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def microphone(tmp_path_factory) -> list[str]:
    """Says five syllables over and over, with silence between."""
    says = tmp_path_factory.mktemp("microphone") / "says.wav"
    spoken = recorded(voice(5), lead=1.0, tail=1.5)
    soundfile.write(says, spoken.samples, spoken.rate_hz)
    return [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={says}",
    ]


@pytest.fixture(scope="module")
def page(address: str, microphone: list[str]) -> Iterator[Page]:
    """A member of staff who has logged in with the keyboard."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium(),
            env=environment(),
            args=["--no-sandbox", "--disable-gpu", *microphone],
        )
        page = browser.new_page(base_url=address)
        page.set_default_timeout(30_000)
        page.goto("/")
        log_in(page, NAME, PASSWORD)
        page.get_by_role("heading", name="待听的话").wait_for()
        yield page
        browser.close()
