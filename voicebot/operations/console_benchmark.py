"""`voicebot bench console`: how long the pages take with the turns of many calls behind them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from fastapi.testclient import TestClient
from sqlalchemy import insert
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import database, staff
from voicebot.bank.tables import CallTurn, TurnReview
from voicebot.config import Settings
from voicebot.console.app import create_app
from voicebot.console.desk import COOKIE
from voicebot.operations.percentiles import percentile
from voicebot.quality.turns import REASONS
from voicebot.trial import for_trial

# One turn in six goes badly, and staff have looked at half of those.
BAD_EVERY, REVIEWED_EVERY = 6, 12
TURNS_A_CALL = 8
ROWS_AT_A_TIME = 10_000
FIRST_CALL = datetime(2026, 1, 1)
REVIEWER = "bench"


def measure_console(
    settings: Settings, turns: int, opens: int, progress: Callable[[str], None]
) -> dict[str, Any]:
    """Times in ms of each page, asked for `opens` times, with `turns` in a database of SQLite."""
    with TemporaryDirectory() as folder:
        settings = for_trial(settings, Path(folder))
        progress(f"writing {turns} turns")
        database.migrate(settings.bank.database)
        bank = database.open_database(settings.bank.database)
        _fill(bank, turns)
        bank.kw["bind"].dispose()
        app = create_app(settings)
        token = app.state.desk.logins.begin(REVIEWER, staff.REVIEWER)
        with TestClient(app, cookies={COOKIE: token}) as client:
            return {
                "turns": turns,
                "queue": _times(client, "/", opens),
                "queue_of_one_reason": _times(client, f"/?reason={REASONS[-1]}", opens),
                "turn": _times(client, f"/turns/{turns // 2}", opens),
            }


def _fill(bank: sessionmaker[Session], turns: int) -> None:
    for first in range(1, turns + 1, ROWS_AT_A_TIME):
        numbers = range(first, min(first + ROWS_AT_A_TIME, turns + 1))
        with bank.begin() as db:
            db.execute(insert(CallTurn), [_turn(number) for number in numbers])
            reviews = list(_reviews(numbers))
            if reviews:
                db.execute(insert(TurnReview), reviews)


def _turn(number: int) -> dict[str, Any]:
    call, place = divmod(number, TURNS_A_CALL)
    bad = number % BAD_EVERY == 0
    return {
        **{"id": number, "call_id": f"call-{call}", "number": place, "model": "bench"},
        **{"at": FIRST_CALL + timedelta(seconds=20 * number), "flow": "transfer"},
        **{"asked": "utter_ask_payee", "listen": "name", "by": "voice", "heard": "给张三转五百块"},
        **{"heard_confidence": 0.8, "others": ["给张山转五百块"], "intent": "transfer"},
        **{"confidence": 0.9, "bot": "请问转多少钱？", "prompts": ["utter_ask_amount"]},
        **{"state": "utter_ask_amount", "finished": "", "first_sound_ms": 600},
        **{"reasons": REASONS[number // BAD_EVERY % len(REASONS)] if bad else ""},
        **{"began_s": 20.0 * place, "ended_s": 20.0 * place + 2, "silenced": False},
    }


def _reviews(numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        if number % REVIEWED_EVERY == 0:
            nothing = {"said": "", "intent": "", "values": ""}
            yield {
                "turn_id": number,
                "by": REVIEWER,
                "at": FIRST_CALL,
                "dismissed": "噪声",
            } | nothing


def _times(client: TestClient, path: str, opens: int) -> dict[str, int]:
    times = []
    for _ in range(opens):
        began = time.perf_counter()
        client.get(path).raise_for_status()
        times.append((time.perf_counter() - began) * 1000)
    return {f"p{percent}_ms": round(percentile(times, percent)) for percent in (50, 95)}
