from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from voicebot.bank import authentication, calls, database, demonstration
from voicebot.bank.confirmation import Confirmation

NOW = datetime(2026, 11, 23, 10, 0)
ZHOU, CHEN, LIU = "13909510001", "13909510002", "13909510003"
MA, NIU = "13909510004", "13909510005"
PIN = {ZHOU: "246810", CHEN: "135790", LIU: "112358", MA: "314159", NIU: "271828"}


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demonstration bank, founded once; every test works on a copy."""
    path = tmp_path_factory.mktemp("bank") / "bank.db"
    url = f"sqlite:///{path}"
    database.migrate(url)
    factory = database.open_database(url)
    with factory.begin() as db:
        demonstration.seed(db, NOW.date())
    factory.kw["bind"].dispose()
    return path


@pytest.fixture
def url(seeded: Path, tmp_path: Path) -> str:
    (tmp_path / "bank.db").write_bytes(seeded.read_bytes())
    return f"sqlite:///{tmp_path / 'bank.db'}"


@pytest.fixture
def bank(url: str) -> sessionmaker[Session]:
    return database.open_database(url)


@pytest.fixture
def db(bank: sessionmaker[Session]) -> Iterator[Session]:
    with bank.begin() as session:
        yield session


def calling(db: Session, phone: str = ZHOU, with_pin: bool = True) -> str:
    """A call of a customer, with the PIN shown or not."""
    calls.open_call(db, f"call-{phone}", phone, NOW)
    if with_pin:
        result = authentication.verify_pin(db, f"call-{phone}", PIN[phone], NOW)
        assert result.outcome == "correct"
    return f"call-{phone}"


def yes(call_id: str, key: str = "yes-1") -> Confirmation:
    """The caller said yes to a read-back."""
    return Confirmation(key, "转给张三，五百元整，对吗？", "voice", call_id, 12.5, NOW)
